"""The bot on Telegram: the only package that imports python-telegram-bot.

update → inbox (committed, sealed) → acknowledged → worker, each chat in order → assistant → delivery → erased
"""

import os

# python-telegram-bot 22 warns at every 429 unless it may give waiting times as timedelta.
os.environ.setdefault("PTB_TIMEDELTA", "true")
