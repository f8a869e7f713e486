# syntax=docker/dockerfile:1
# Stages: `packages` installs what runs, `build` makes what pages load, `program` runs, `proxy` stands before it.

FROM python:3.13-slim AS python
ENV PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1

FROM python AS packages
COPY requirements/boot.txt requirements/production.txt /requirements/
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --require-hashes -r /requirements/boot.txt \
 && /venv/bin/uv pip install --no-cache --python /venv/bin/python --require-hashes -r /requirements/production.txt

FROM python AS build
RUN apt-get update && apt-get install -y --no-install-recommends make && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY Makefile pyproject.toml manage.py package.json package-lock.json .npmrc ./
COPY requirements requirements
COPY tools tools
RUN make .venv/.base build/vendor/.done build/fonts/.done
COPY . .
RUN make compiled-messages \
 && DJANGO_SETTINGS_MODULE=cocare.settings.collectstatic .venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
 && rm -rf .venv node_modules build/vendor

FROM python AS program
RUN groupadd --gid 10001 cocare \
 && useradd --uid 10001 --gid cocare --no-create-home --shell /usr/sbin/nologin cocare \
 && install --directory --owner=cocare --group=cocare --mode=0750 /data
COPY --from=packages /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH DJANGO_SETTINGS_MODULE=cocare.settings.production DATA_DIR=/data
USER cocare
VOLUME /data
EXPOSE 8000 8001

FROM nginxinc/nginx-unprivileged:1.29-alpine AS proxy
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY --from=build /app/build/static /static
USER 10001:10001
EXPOSE 8080 8443
