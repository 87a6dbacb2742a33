# ersatz: build, test, measure. `make help` lists the targets.
.DELETE_ON_ERROR:
.SUFFIXES:
# or make deletes test objects after linking and rebuilds them next time
.SECONDARY:
.DEFAULT_GOAL := all

BUILD   ?= release
CC      ?= cc
CFLAGS  ?=
LDFLAGS ?=
V       ?=
BENCH   ?=
PREFIX  ?= /usr/local
DESTDIR ?=

MODE_release := -O2 -ftree-vectorize -g
MODE_debug   := -O0 -g3 -DDEBUG
MODE_asan    := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
MODE_tsan    := -O1 -g -fsanitize=thread -fno-omit-frame-pointer
MODE_fuzz    := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -DFUZZING
$(if $(filter $(BUILD),release debug asan tsan fuzz),,$(error unknown BUILD '$(BUILD)': use release, debug, asan, tsan))
ifeq ($(BUILD),fuzz)
CC := clang
endif

B    := build/$(BUILD)
PKGS := yaml-0.1 freetype2 harfbuzz cairo libpng fontconfig fribidi libturbojpeg lmdb jansson nettle OpenEXR libwebp libtiff-4
# targets that need the libraries: everything but these
NO_PKGS := help clean
ifneq ($(or $(filter-out $(NO_PKGS),$(MAKECMDGOALS)),$(if $(MAKECMDGOALS),,all)),)
HAVE_PKGS := $(shell ./setup >&2 && echo yes)
$(if $(HAVE_PKGS),,$(error the packages this needs are not all there: run ./setup))
PKG_CFLAGS := $(shell pkg-config --cflags $(PKGS))
PKG_LIBS   := $(shell pkg-config --libs $(PKGS)) -lunistring -lz -ldnnl -lgomp -lm -lpthread
# training by several processes: built when it is there; `make MPI=` does without
MPI ?= $(shell for p in ompi-c mpich mpi-c; do pkg-config --exists $$p && echo $$p && break; done)
ifneq ($(MPI),)
MPI_CFLAGS := $(shell pkg-config --cflags $(MPI))
MPI_LIBS   := $(shell pkg-config --libs $(MPI))
endif
endif

WARN := -Wall -Wextra -Wno-missing-field-initializers -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
        -Wwrite-strings -Wdouble-promotion -Wformat=2 $(if $(CI),-Werror)
COMPILE = $(CC) -std=c11 -D_GNU_SOURCE -ffp-contract=off $(WARN) $(MODE_$(BUILD)) -Igen -Ilearn $(PKG_CFLAGS) $(CFLAGS)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) '$(2)'; )

GEN_SRC   := $(sort $(shell find gen learn -name '*.c'))
LIB_OBJ   := $(patsubst %.c,$(B)/%.o,$(filter-out gen/main.c learn/net/ranks_mpi.c,$(GEN_SRC)))
TEST_SRC  := $(sort $(wildcard tests/unit/*.c tests/property/*.c tests/golden/*.c tests/scene/*.c))
TESTS     := $(patsubst %.c,$(B)/%,$(TEST_SRC))
FUZZ_SRC  := $(sort $(wildcard tests/fuzz/fuzz_*.c))
REPLAYS   := $(patsubst tests/fuzz/%.c,$(B)/tests/fuzz/replay_%,$(FUZZ_SRC))
BENCH_SRC := $(sort $(wildcard tests/bench/*.c))
BENCHES   := $(patsubst %.c,$(B)/%,$(BENCH_SRC))

## all: build ./ersatz
all: $(B)/ersatz $(if $(MPI),$(B)/ranks_mpi.so,no-mpi)
	@$(if $(filter release debug,$(BUILD)),ln -sf $(B)/ersatz ersatz)

$(B)/%.o: %.c $(B)/.flags
	@mkdir -p $(@D)
	$(call say,CC,$<)$(COMPILE) -MMD -MP -c -o $@ $<

$(B)/libersatz.a: $(LIB_OBJ)
	@rm -f $@
	$(call say,AR,$@)ar rcs $@ $(LIB_OBJ)

# where ranks_mpi.so is looked for: beside the program, beside that of the tests, installed (learn/net/ranks_mpi.h)
RPATH := -Wl,-rpath,'$$ORIGIN:$$ORIGIN/../..:$$ORIGIN/../lib/ersatz'

$(B)/ranks_mpi.so: learn/net/ranks_mpi.c $(B)/.flags
	$(call say,LD,$@)$(COMPILE) $(MPI_CFLAGS) -fPIC -shared $(LDFLAGS) -MMD -MP -o $@ $< $(MPI_LIBS)
no-mpi:
	@rm -f $(B)/ranks_mpi.so

$(B)/ersatz: $(B)/gen/main.o $(B)/libersatz.a
	$(call say,LD,$@)$(CC) $(MODE_$(BUILD)) $(LDFLAGS) $(RPATH) -o $@ $^ $(PKG_LIBS)

$(TESTS): $(B)/%: $(B)/%.o $(B)/libersatz.a
	$(call say,LD,$@)$(CC) $(MODE_$(BUILD)) $(LDFLAGS) $(RPATH) -o $@ $^ $(PKG_LIBS) -lcmocka

$(BENCHES): $(B)/%: $(B)/%.o $(B)/libersatz.a
	$(call say,LD,$@)$(CC) $(MODE_$(BUILD)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

$(REPLAYS): $(B)/tests/fuzz/replay_%: $(B)/tests/fuzz/%.o $(B)/tests/fuzz/replay.o $(B)/libersatz.a
	$(call say,LD,$@)$(CC) $(MODE_$(BUILD)) $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

# objects depend on the flags that built them, as in git
$(B)/.flags: FORCE
	@mkdir -p $(@D); echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' > $@
FORCE:
-include $(shell find $(B) -name '*.d' 2>/dev/null)

## test: unit, property, golden, fuzz replay and end-to-end tests, under ten minutes on two cores
test: all $(TESTS) $(REPLAYS)
	@tests/run.sh $(B)

## test-quick: unit and property tests alone
test-quick: all $(TESTS)
	@tests/run.sh $(B) unit && tests/run.sh $(B) property

## test-all: the same and the slow ones
test-all: all $(TESTS) $(REPLAYS)
	@ERSATZ_SLOW=1 tests/run.sh $(B)

## asan: the tests under AddressSanitizer and UndefinedBehaviorSanitizer
asan:
	@LSAN_OPTIONS="suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0" $(MAKE) --no-print-directory BUILD=asan test

## tsan: the tests under ThreadSanitizer
tsan:
	@TSAN_OPTIONS="suppressions=$(CURDIR)/tests/tsan.supp" $(MAKE) --no-print-directory BUILD=tsan test

## fuzz: each libFuzzer target for FUZZ_SECONDS (60) seconds, with clang
FUZZ_SECONDS ?= 60
fuzz:
	@$(MAKE) --no-print-directory BUILD=fuzz fuzzers
	@tests/fuzz/run.sh build/fuzz $(FUZZ_SECONDS)
fuzzers: $(patsubst %.c,$(B)/%,$(FUZZ_SRC))
$(patsubst %.c,$(B)/%,$(FUZZ_SRC)): $(B)/%: $(B)/%.o $(B)/libersatz.a
	$(call say,LD,$@)$(CC) -fsanitize=fuzzer,address,undefined $(LDFLAGS) -o $@ $^ $(PKG_LIBS)

## bench: measure against the references in tests/bench and print a table (BENCH="lines shelf denoise train")
bench: all $(BENCHES)
	@tests/bench/run.sh $(B) $(BENCH)

## demo: a small corpus end to end; prints where its preview lies
demo: all
	@tests/e2e/demo.sh

## docs: rewrite the generated pages (docs/recipe.md, docs/recipe.schema.json, docs/catalogue.md)
docs: all
	@./ersatz help --markdown > docs/recipe.md
	@./ersatz schema > docs/recipe.schema.json
	@./ersatz catalogue --keys > docs/catalogue.md

## pictures: draw the pictures of README again
pictures: all
	@./ersatz preview -q recipes/lines-hard.yaml -n 20 --no-labels -o docs/pictures/hard
	@./ersatz preview -q recipes/paragraph.yaml -n 3 -o docs/pictures/paragraph
	@./ersatz preview -q recipes/receipts.yaml -n 20 --no-labels -o docs/pictures/receipts
	@./ersatz preview -q recipes/fraktur.yaml -n 8 --no-labels -o docs/pictures/fraktur
	@./ersatz preview -q recipes/scripts.yaml -n 20 --no-labels -o docs/pictures/scripts
	@rm docs/pictures/*.html

## lint: format, header, layer, shell and source checks
lint: all
	@tests/lint/run.sh

## golden-update: rewrite golden files; review the diff like code
golden-update: all $(TESTS)
	@ERSATZ_GOLDEN_UPDATE=1 tests/run.sh $(B) golden >/dev/null
	@ERSATZ_GOLDEN_UPDATE=1 tests/e2e/test_golden.sh >/dev/null

## install: into $(DESTDIR)$(PREFIX)
install: all
	@mkdir -p $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/ersatz
	install -m 755 $(B)/ersatz $(DESTDIR)$(PREFIX)/bin/ersatz
	$(if $(MPI),install -D -m 755 $(B)/ranks_mpi.so $(DESTDIR)$(PREFIX)/lib/ersatz/ranks_mpi.so)
	cp -R fonts assets recipes scenes $(DESTDIR)$(PREFIX)/share/ersatz/

## uninstall: remove what install put there
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/bin/ersatz
	rm -rf $(DESTDIR)$(PREFIX)/share/ersatz $(DESTDIR)$(PREFIX)/lib/ersatz

## clean: remove build/ and ./ersatz
clean:
	rm -rf build ersatz

## help: list the targets
help:
	@sed -n 's/^## \([a-z0-9-]*\): /\1\t/p' $(MAKEFILE_LIST) | sort | awk -F'\t' '{printf "  %-14s %s\n",$$1,$$2}'

.PHONY: all no-mpi test test-quick test-all asan tsan fuzz fuzzers bench demo docs pictures lint golden-update install uninstall clean help FORCE
