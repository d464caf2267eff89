# 留痕：两条命令。make demo 启动演示，make test 运行测试；其余见 make help。
# Each step leaves a stamp, so that a second start takes seconds.
PORT ?= 8000
PYTEST_ARGS ?= --numprocesses auto --dist loadfile --no-loadscope-reorder
BIN := .venv/bin
PAGES := $(wildcard src/liuhen/*/static/*/* src/liuhen/*/static/*/*/*)

export PORT
ifdef LIUHEN_DATA
export LIUHEN_DATA
endif

.DEFAULT_GOAL := help
.PHONY: help program setup demo test check format lint types floors migrations rules docs bench scenarios gallery soak pictures clean
.DELETE_ON_ERROR:

help:
	@echo 'make demo    准备并启动演示（PORT= 改端口，LIUHEN_DATA= 改数据目录）'
	@echo 'make test    安装测试所需并运行全部测试'
	@echo 'make scenarios 把全部剧本演一遍（docs/scenarios.md）'
	@echo 'make gallery  每种文书各做一份，PDF 和图片写入 OUT= 目录'
	@echo 'make soak    把各项承诺完整试一遍（数小时），结果写入 docs/promises.md'
	@echo 'make setup   只准备，不启动'
	@echo 'make program 只安装程序，不准备示例（正式使用，见 docs/install.md）'
	@echo 'make bench   与常用工具比较速度（BENCH_ARGS= 加参数，如 --json）'
	@echo 'make pictures 用示例数据重新拍摄全部界面，写入 docs/screens'
	@echo 'make check   格式、静态检查、类型、层次、迁移、规程包、生成文档'

program: build/static/.ready
	@echo '程序已经装好。接下来见 docs/install.md：liuhen init、liuhen tls init、liuhen serve。'

setup: build/static/.ready
	@$(BIN)/liuhen demo --prepare

demo: build/static/.ready
	@exec $(BIN)/liuhen demo

test: .venv/.dev build/static/.ready
	@requirements/system
	$(BIN)/pytest $(PYTEST_ARGS)

# The promises of docs/promises.md in full: some hours.
soak: .venv/.dev build/static/.ready
	@requirements/system
	LIUHEN_SOAK=1 $(BIN)/pytest tests/promises tests/duties/test_duties_impact.py tests/walks $(PYTEST_ARGS)
	cd tests && ../$(BIN)/python -m promises.report

# Every screen of the product, on a demo of its own.
pictures: .venv/.dev build/static/.ready
	@requirements/system
	cd tests && ../$(BIN)/python -m pictures.take

check: format lint types floors migrations rules docs
# A check never opens the data of an installation.
types migrations rules docs: export LIUHEN_DATA := $(CURDIR)/build/check

format: .venv/.dev
	$(BIN)/ruff format --check .

lint: .venv/.dev
	$(BIN)/ruff check .

types: .venv/.dev
	$(BIN)/mypy

floors: .venv/.dev
	$(BIN)/lint-imports --no-logo

migrations: .venv/.dev
	$(BIN)/python -m django makemigrations --check --dry-run --settings=liuhen.config.settings

rules: .venv/.dev
	$(BIN)/python -m liuhen.rulebook.lint

docs: .venv/.dev
	$(BIN)/python -m liuhen.rulebook.document --check
	$(BIN)/python -m liuhen.rulebook.coverage_page --check
	$(BIN)/python -m liuhen.rulebook.compare --check
	$(BIN)/python -m liuhen.queries.powers --check
	$(BIN)/python -m liuhen.scenario.guards --check

.venv/.runtime: requirements/runtime.txt requirements/install pyproject.toml
	@requirements/install runtime

.venv/.dev: requirements/dev.txt .venv/.runtime
	@requirements/install dev

build/fonts/.ready: .venv/.runtime src/liuhen/papers/fonts.py src/liuhen/papers/faces.py
	@echo '正在准备字体 ……'
	@$(BIN)/python -m liuhen.papers.fonts build/fonts
	@touch $@

# Foreign scripts of the pages: what a lock file pins, served by the product itself.
build/assets/.ready: requirements/npm requirements/node.txt $(wildcard frontend/*) .venv/.runtime
	@requirements/npm
	@touch $@

build/static/.ready: .venv/.runtime build/fonts/.ready build/assets/.ready $(PAGES)
	@$(BIN)/python -m django collectstatic --noinput --verbosity 0 --settings=liuhen.config.settings
	@touch $@

# The peers have an environment of their own: none of them is needed to run the product.
build/bench-venv/.ready: requirements/bench.txt .venv/.runtime
	@echo '正在安装对照程序 ……'
	@$(BIN)/python -m venv --clear build/bench-venv
	@build/bench-venv/bin/python -m pip --disable-pip-version-check install --quiet --no-input --require-hashes -r requirements/bench.txt
	@touch $@

# Every scenario, as actions and over the API, in an installation of its own.
scenarios: build/static/.ready
	@$(BIN)/liuhen scenario run tests/scenarios --via both

# Every paper of the catalogue from an example case, as PDF and pictures; FILES= plays only these scenarios.
OUT ?= build/gallery
gallery: build/static/.ready
	@$(BIN)/liuhen gallery $(OUT) $(FILES)

bench: build/static/.ready build/bench-venv/.ready
	$(BIN)/liuhen bench $(BENCH_ARGS)

clean:
	rm -rf build .venv
