"""Stock python-telegram-bot by polling, to compare with: stock_bot.py ADDRESS [CONCURRENT]."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

from telegram import Update
from telegram.ext import ApplicationBuilder, ContextTypes, MessageHandler, filters

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "telegram"))

from fake_api import TOKEN


async def answer(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Repeat the question."""
    if update.message is not None and update.message.text is not None:
        await update.message.reply_text(update.message.text)


def main(address: str, concurrent: str = "64") -> None:
    """Run until killed or stopped."""
    logging.disable(logging.CRITICAL)
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{address}/bot").concurrent_updates(int(concurrent))
    application = builder.build()
    application.add_handler(MessageHandler(filters.TEXT, answer))
    application.run_polling(bootstrap_retries=-1)


if __name__ == "__main__":
    main(*sys.argv[1:])
