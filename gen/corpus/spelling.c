// SPDX-License-Identifier: MIT
/*
 * A word goes through the tables of stems (which compare without case and keep the capital), then through its letters,
 * where long s is set by what follows it. The long s stands for every s but the last of a word or of a part of a compound;
 * parts are not known, so s before b d f g h m n r v w z, which no German syllable begins with, is taken as a part's last
 * one, and before k and l as either.
 */
#include "corpus/spelling.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* --- stems ------------------------------------------------------------------------------------- */

enum where { AT_START, ANYWHERE, AT_END, WHOLE };
enum taste { ALWAYS, TH, FOREIGN, OLD }; /* the flags of a line that a rule hangs on */

/* `then`: characters that may follow, "$" among them is the end of the word; NULL = any. */
struct stem {
    const char *from, *to;
    enum where where;
    enum taste taste;
    const char *then;
};

static const struct stem stems[] = {
    {"dass", "daß", WHOLE, ALWAYS, NULL},
    {"muss", "muß", WHOLE, ALWAYS, NULL},
    {"sst", "ßt", ANYWHERE, ALWAYS, "$e"},
    {"ss", "ß", AT_END, ALWAYS, NULL},
    {"tür", "thür", AT_START, TH, NULL},
    {"türen", "thüren", AT_END, TH, NULL},
    {"tor", "thor", AT_START, TH, "$ehs"},
    {"tal", "thal", WHOLE, TH, NULL},
    {"tals", "thals", WHOLE, TH, NULL},
    {"tales", "thales", WHOLE, TH, NULL},
    {"tale", "thale", WHOLE, TH, NULL},
    {"täl", "thäl", AT_START, TH, "e"},
    {"tier", "thier", ANYWHERE, TH, "$eiks"},
    {"teil", "theil", ANYWHERE, TH, NULL},
    {"teuer", "theuer", ANYWHERE, TH, NULL},
    {"turm", "thurm", ANYWHERE, TH, NULL},
    {"türm", "thürm", ANYWHERE, TH, NULL},
    {"träne", "thräne", ANYWHERE, TH, NULL},
    {"tun", "thun", AT_START, TH, "$g"},
    {"tut", "thut", WHOLE, TH, NULL},
    {"tat", "that", AT_START, TH, "$es"},
    {"tät", "thät", ANYWHERE, TH, "ei"},
    {"getan", "gethan", AT_END, TH, NULL},
    {"tum", "thum", AT_END, TH, NULL},
    {"tümer", "thümer", ANYWHERE, TH, NULL},
    {"tron", "thron", AT_START, TH, NULL},
    {"tran", "thran", WHOLE, TH, NULL},
    {"taler", "thaler", AT_END, TH, NULL},
    {"mut", "muth", ANYWHERE, TH, "$ehsi"},
    {"mütig", "müthig", ANYWHERE, TH, NULL},
    {"rat", "rath", AT_START, TH, "$ehs"},
    {"heirat", "heirath", ANYWHERE, TH, NULL},
    {"vorrat", "vorrath", ANYWHERE, TH, NULL},
    {"wert", "werth", ANYWHERE, TH, NULL},
    {"rot", "roth", AT_START, TH, "$e"},
    {"not", "noth", AT_START, TH, "$wh"},
    {"nötig", "nöthig", ANYWHERE, TH, NULL},
    {"flut", "fluth", ANYWHERE, TH, NULL},
    {"glut", "gluth", ANYWHERE, TH, NULL},
    {"wirt", "wirth", ANYWHERE, TH, NULL},
    {"heimat", "heimath", ANYWHERE, TH, NULL},
    {"miete", "miethe", ANYWHERE, TH, NULL},
    {"atem", "athem", AT_START, TH, NULL},
    {"blüte", "blüthe", ANYWHERE, TH, NULL},
    {"urteil", "urtheil", ANYWHERE, TH, NULL},
    {"ieren", "iren", AT_END, FOREIGN, NULL},
    {"ierung", "irung", ANYWHERE, FOREIGN, NULL},
    {"iert", "irt", ANYWHERE, FOREIGN, "$e"},
    {"ekt", "ect", ANYWHERE, FOREIGN, NULL},
    {"akt", "act", ANYWHERE, FOREIGN, NULL},
    {"ukt", "uct", ANYWHERE, FOREIGN, NULL},
    {"konz", "conc", AT_START, FOREIGN, NULL},
    {"kons", "cons", AT_START, FOREIGN, NULL},
    {"kont", "cont", AT_START, FOREIGN, NULL},
    {"komp", "comp", AT_START, FOREIGN, NULL},
    {"kapi", "capi", AT_START, FOREIGN, NULL},
    {"kolon", "colon", AT_START, FOREIGN, NULL},
    {"kult", "cult", AT_START, FOREIGN, NULL},
    {"klass", "claſſ", AT_START, FOREIGN, NULL},
    {"kred", "cred", AT_START, FOREIGN, NULL},
    {"zentr", "centr", ANYWHERE, FOREIGN, NULL},
    {"zivil", "civil", AT_START, FOREIGN, NULL},
    {"offizi", "offici", AT_START, FOREIGN, NULL},
    {"spezi", "speci", AT_START, FOREIGN, NULL},
    {"sozial", "social", ANYWHERE, FOREIGN, NULL},
    {"medizin", "medicin", AT_START, FOREIGN, NULL},
    {"gibt", "giebt", WHOLE, FOREIGN, NULL},
    {"ging", "gieng", AT_START, OLD, NULL},
    {"fing", "fieng", AT_START, OLD, "$e"},
    {"sein", "seyn", WHOLE, OLD, NULL},
    {"seid", "seyd", WHOLE, OLD, NULL},
    {"sei", "sey", WHOLE, OLD, NULL},
    {"bei", "bey", AT_START, OLD, "$dtnlmsfgwkh"},
    {"zwei", "zwey", ANYWHERE, OLD, NULL},
    {"drei", "drey", AT_START, OLD, NULL},
    {"frei", "frey", ANYWHERE, OLD, NULL},
    {"erei", "erey", AT_END, OLD, NULL},
    {"lei", "ley", AT_END, OLD, NULL},
    {"meist", "mehrſt", AT_START, OLD, "e"},
    {"hilf", "hülf", AT_START, OLD, "e"},
    {"wirk", "würk", AT_START, OLD, NULL},
};

/* What one line keeps to. */
struct line_taste {
    bool keeps[4]; /* by enum taste */
    bool letter_above;
    bool capital_umlauts;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool stem_at(const struct stem *st, const char *w, size_t len, size_t at)
{
    size_t n = strlen(st->from);
    if (n > len - at) {
        return false;
    }
    for (size_t i = 0; i < n; i++) { /* only a word's first letter may be a capital */
        if ((at + i ? w[at + i] : lower(w[0])) != st->from[i]) {
            return false;
        }
    }
    bool end = at + n == len;
    if ((at && (st->where == AT_START || st->where == WHOLE)) ||
        (!end && (st->where == AT_END || st->where == WHOLE))) {
        return false;
    }
    return !st->then || strchr(st->then, end ? '$' : lower(w[at + n])) != NULL;
}

/* Word w with all stems replaced, appended to out; letters of a stem's spelling are not looked at again. */
static void replace_stems(const char *w, size_t len, const struct line_taste *t, struct buf *out)
{
    for (size_t i = 0; i < len;) {
        const struct stem *found = NULL;
        for (size_t k = 0; k < sizeof stems / sizeof *stems && !found; k++) {
            found = t->keeps[stems[k].taste] && stem_at(&stems[k], w, len, i) ? &stems[k] : NULL;
        }
        if (!found) {
            buf_addc(out, w[i++]);
            continue;
        }
        bool capital = w[i] >= 'A' && w[i] <= 'Z';
        buf_addc(out, capital ? (char)(found->to[0] - 32) : found->to[0]);
        buf_addstr(out, found->to + 1);
        i += strlen(found->from);
    }
}

/* --- letters ----------------------------------------------------------------------------------- */

static bool long_s(const char *w, size_t len, size_t i, struct rng *r)
{
    char next = i + 1 < len ? w[i + 1] : 0, second = i + 2 < len ? w[i + 2] : 0;
    double u = rng_unit(r);
    if (!next) {
        return false;
    }
    if (next == 's' && second == 'c') {
        return false; /* Geburtsſchein */
    }
    return strchr("bdfghmnrvwz", next) ? u < 0.03 : strchr("kl", next) ? u < 0.5 : u < 0.97;
}

static void add_umlaut(uint32_t cp, const struct line_taste *t, struct buf *out)
{
    static const char *const above[] = {"aͤ", "oͤ", "uͤ"}, *const pair[] = {"Ae", "Oe", "Ue"},
                             *const dots[] = {"ä", "ö", "ü"}, *const capital[] = {"Ä", "Ö", "Ü"};
    int k = cp == 0xe4 || cp == 0xc4 ? 0 : cp == 0xf6 || cp == 0xd6 ? 1 : 2;
    bool is_capital = cp < 0xe0;
    buf_addstr(out, is_capital ? (t->capital_umlauts ? capital : pair)[k]
                               : (t->letter_above ? above : dots)[k]);
}

static void spell_letters(const char *w, size_t len, const struct line_taste *t, struct rng *r,
                          struct buf *out)
{
    for (size_t i = 0; i < len;) {
        size_t at = i;
        uint32_t cp = utf8_next(w, len, &i);
        bool before_consonant = at == 0 && i < len && strchr("bcdfghjklmnpqrstvwxz", w[i]);
        if (cp == 's') {
            buf_addstr(out, long_s(w, len, at, r) ? "ſ" : "s");
        } else if (cp == 'I' && before_consonant) {
            buf_addc(out, 'J');
        } else if (cp == 0xe4 || cp == 0xf6 || cp == 0xfc || cp == 0xc4 || cp == 0xd6 ||
                   cp == 0xdc) {
            add_umlaut(cp, t, out);
        } else {
            buf_add(out, w + at, i - at);
        }
    }
}

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
           (cp >= 0xc0 && cp <= 0x17f && cp != 0xd7 && cp != 0xf7);
}

/* --- lines ------------------------------------------------------------------------------------- */

/* Bytes of the run of letters at s[i]. */
static size_t letters(const char *s, size_t len, size_t i)
{
    size_t end = i;
    for (size_t k = i; k < len;) {
        if (!is_letter(utf8_next(s, len, &k))) {
            break;
        }
        end = k;
    }
    return end - i;
}

struct text_state {
    bool quote_open;
    uint32_t before; /* code point before; 0 at the start */
};

static void add_sign(const char *s, size_t len, size_t at, size_t next, struct text_state *st,
                     struct buf *out)
{
    size_t i = at, k = next;
    uint32_t cp = utf8_next(s, len, &i), after = next < len ? utf8_next(s, len, &k) : 0;
    if (cp == '-' && (after == '-' || st->before == '-')) {
        buf_addstr(out, st->before == '-' ? "—" : ""); /* a typist's dash */
    } else if (cp == '-' && is_letter(st->before) && (is_letter(after) || !after)) {
        buf_addstr(out, "⸗");
    } else if (cp == '"' || cp == 0x201c || cp == 0x201d || cp == 0x201e || cp == 0xab ||
               cp == 0xbb) {
        bool opens =
            cp == '"' ? !st->quote_open
                      : cp == 0x201e || (cp != 0x201d && !st->quote_open && !is_letter(st->before));
        buf_addstr(out, opens ? "„" : "”");
        st->quote_open = opens;
    } else if ((cp == '\'' || cp == 0x2019) && is_letter(st->before)) {
        buf_addstr(out, "’");
    } else {
        buf_add(out, s + at, next - at);
    }
    st->before = cp;
}

/* Bytes of a word up to a break after k of its letters, never between s and c, c and h, c and k. */
static size_t break_after(const char *w, size_t len, uint32_t k)
{
    size_t i = 0;
    while (i < len && (k > 0 || strchr("hk", w[i]))) {
        utf8_next(w, len, &i);
        k -= k > 0;
    }
    return i;
}

/* The line's first word may have lost its head to the line before it, the last its tail to the next. */
static void broken_ends(const char **s, size_t *len, struct rng *r, bool *hyphen)
{
    bool head = rng_unit(r) < 0.12, tail = rng_unit(r) < 0.25;
    uint32_t kh = 2 + rng_below(r, 4), kt = 2 + rng_below(r, 5);
    size_t n = letters(*s, *len, 0);
    size_t cut = head && n > 6 ? break_after(*s, n, kh) : 0;
    if (cut && n - cut >= 2) {
        *s += cut;
        *len -= cut;
    }
    size_t start = *len;
    while (start > 0 && (*s)[start - 1] != ' ') {
        start--;
    }
    n = letters(*s + start, *len - start, 0);
    *hyphen = false;
    if (tail && start > 0 && n > 6 && start + n == *len) {
        cut = break_after(*s + start, n, kt);
        if (n - cut >= 2) {
            *len = start + cut;
            *hyphen = true;
        }
    }
}

const char *spelling_german_19c(struct arena *a, const char *s, size_t len, struct rng *r,
                                size_t *out_len)
{
    double age = rng_unit(r);
    struct line_taste t = {.letter_above = age < 0.4, .capital_umlauts = rng_unit(r) < 0.15};
    t.keeps[ALWAYS] = true;
    t.keeps[TH] = rng_unit(r) < 0.8;
    t.keeps[FOREIGN] = rng_unit(r) < 0.6;
    t.keeps[OLD] = age < 0.3;
    struct buf out = {0}, word = {0};
    struct text_state st = {0};
    bool hyphen;
    broken_ends(&s, &len, r, &hyphen);
    for (size_t i = 0; i < len;) {
        size_t n = letters(s, len, i);
        if (n) {
            buf_clear(&word);
            replace_stems(s + i, n, &t, &word);
            spell_letters(word.data, word.len, &t, r, &out);
            i += n;
            if (hyphen && i == len) {
                buf_addstr(&out, "⸗");
            }
            st.before = 'a';
            continue;
        }
        size_t next = i;
        utf8_next(s, len, &next);
        add_sign(s, len, i, next, &st, &out);
        i = next;
    }
    const char *text = utf8_nfc(a, out.data ? out.data : "", out.len, out_len);
    buf_release(&out);
    buf_release(&word);
    return text;
}
