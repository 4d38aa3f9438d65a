# Builds the bot into a virtual environment, then takes nothing else along.
FROM python:3.11-slim AS build
WORKDIR /source
COPY requirements/run.txt ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r run.txt
COPY pyproject.toml README.md LICENSE THIRD_PARTY.md ./
COPY licenses licenses
COPY bot bot
COPY knowledge knowledge
RUN /venv/bin/pip install --no-cache-dir --no-deps .
# Learning the knowledge takes two gigabytes and half a minute; done here, it is only read when the bot starts.
RUN XDG_CACHE_HOME=/learnt /venv/bin/ketamine-faq-bot ask "Is it safe?"

FROM python:3.11-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin bot \
    && install -d -o bot -g bot -m 0700 /state
COPY --from=build /venv /venv
COPY --from=build /learnt /learnt
COPY deploy/container.yaml /etc/ketamine-faq-bot/config.yaml
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 XDG_CACHE_HOME=/learnt
USER bot
VOLUME /state
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8080/healthz', timeout=4)"]
ENTRYPOINT ["ketamine-faq-bot"]
CMD ["run", "--config", "/etc/ketamine-faq-bot/config.yaml"]
