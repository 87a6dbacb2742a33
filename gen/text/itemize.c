// SPDX-License-Identifier: MIT
/*
 * itemize - bidi levels, scripts and faces of one line.
 *
 * Everything is decided for whole grapheme clusters: the level and the orientation by the first
 * character, the script by the first one that is neither Common nor Inherited. So no mark is ever
 * parted from its base, whatever the tables say of it.
 *
 * Scripts (UAX #24, 5.1). A Common cluster takes the script of the one before it, and those at the
 * line's start the first script that follows. A closing bracket takes the script of its opening one
 * ("(" in "אב (ab) ג" and its ")" belong together), found with a stack, as UAX #24, 5.2 proposes.
 *
 * Levels (UAX #9). Rules P2-I2 are FriBidi's; L1 (white space at the end returns to the paragraph's
 * level) and L2 (reversal) are applied here, since FriBidi's own reorders characters, not runs. In
 * a left-to-right paragraph without R, AL and AN characters and without explicit controls every
 * rule gives level 0 (W7 turns numbers into L, N1-N2 leave neutrals at the embedding level): such
 * lines skip FriBidi.
 *
 * Orientation in vertical text (after UAX #50): East Asian wide characters stand, all others lie.
 */
#include "text/itemize.h"

#include <fribidi.h>
#include <uniwidth.h>

#include "base/st.h"
#include "base/utf8.h"

enum { BRACKETS = 32 };

/* One grapheme cluster while the line is being analysed. */
struct cluster {
    uint32_t first; /* index of its first character */
    hb_script_t script;
    uint8_t level;
    bool upright;
};

struct bracket {
    uint32_t closing;
    hb_script_t script;
};

bool script_joined(hb_script_t script)
{
    switch ((int)script) {
    case HB_SCRIPT_ADLAM:
    case HB_SCRIPT_ARABIC:
    case HB_SCRIPT_BENGALI:
    case HB_SCRIPT_DEVANAGARI:
    case HB_SCRIPT_DOGRA:
    case HB_SCRIPT_GURMUKHI:
    case HB_SCRIPT_HANIFI_ROHINGYA:
    case HB_SCRIPT_MANDAIC:
    case HB_SCRIPT_MANICHAEAN:
    case HB_SCRIPT_MODI:
    case HB_SCRIPT_MONGOLIAN:
    case HB_SCRIPT_NANDINAGARI:
    case HB_SCRIPT_NKO:
    case HB_SCRIPT_OLD_UYGHUR:
    case HB_SCRIPT_PHAGS_PA:
    case HB_SCRIPT_PSALTER_PAHLAVI:
    case HB_SCRIPT_SHARADA:
    case HB_SCRIPT_SOGDIAN:
    case HB_SCRIPT_SYLOTI_NAGRI:
    case HB_SCRIPT_SYRIAC:
    case HB_SCRIPT_TAKRI:
    case HB_SCRIPT_TIRHUTA:
        return true;
    default:
        return false;
    }
}

bool script_alphabetic(hb_script_t script)
{
    switch ((int)script) {
    case HB_SCRIPT_ARMENIAN:
    case HB_SCRIPT_COMMON:
    case HB_SCRIPT_COPTIC:
    case HB_SCRIPT_CYRILLIC:
    case HB_SCRIPT_GEORGIAN:
    case HB_SCRIPT_GREEK:
    case HB_SCRIPT_HEBREW:
    case HB_SCRIPT_LATIN:
        return true;
    default:
        return false;
    }
}

static bool is_weak(hb_script_t s)
{
    return s == HB_SCRIPT_COMMON || s == HB_SCRIPT_INHERITED || s == HB_SCRIPT_UNKNOWN;
}

/* Blocks with right-to-left characters, Arabic numbers or bidi controls (a superset). */
static bool needs_bidi(uint32_t cp)
{
    static const uint32_t range[][2] = {
        {0x0590, 0x08FF}, {0x200E, 0x200F}, {0x202A, 0x202E},   {0x2066, 0x2069},
        {0xFB1D, 0xFDFF}, {0xFE70, 0xFEFF}, {0x10800, 0x10FFF}, {0x1E800, 0x1EFFF},
    };
    for (size_t i = 0; cp >= range[0][0] && i < sizeof range / sizeof *range; i++) {
        if (cp >= range[i][0] && cp <= range[i][1]) {
            return true;
        }
    }
    return false;
}

/* --- scripts --------------------------------------------------------------------------------- */

static hb_script_t cluster_script(hb_unicode_funcs_t *u, const uint32_t *cp, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        hb_script_t s = hb_unicode_script(u, cp[i]);
        if (!is_weak(s)) {
            return s;
        }
    }
    return HB_SCRIPT_COMMON;
}

/* The script of the opening bracket that `cp` closes, or `now`; opening brackets are remembered. */
static hb_script_t bracket_script(hb_unicode_funcs_t *u, uint32_t cp, hb_script_t now,
                                  struct bracket *stack, size_t *depth)
{
    hb_unicode_general_category_t gc = hb_unicode_general_category(u, cp);
    if (gc == HB_UNICODE_GENERAL_CATEGORY_OPEN_PUNCTUATION && *depth < BRACKETS) {
        stack[(*depth)++] = (struct bracket){hb_unicode_mirroring(u, cp), now};
    } else if (gc == HB_UNICODE_GENERAL_CATEGORY_CLOSE_PUNCTUATION) {
        for (size_t i = *depth; i-- > 0;) {
            if (stack[i].closing == cp) {
                *depth = i;
                return stack[i].script;
            }
        }
    }
    return now;
}

static void resolve_scripts(const uint32_t *cp, size_t n_cp, struct cluster *c, size_t n)
{
    hb_unicode_funcs_t *u = hb_unicode_funcs_get_default();
    hb_script_t now = HB_SCRIPT_COMMON; /* at first: the line's first real script */
    for (size_t k = 0; k < n; k++) {
        size_t end = k + 1 < n ? c[k + 1].first : n_cp;
        c[k].script = cluster_script(u, cp + c[k].first, end - c[k].first);
        now = now == HB_SCRIPT_COMMON ? c[k].script : now;
    }
    struct bracket stack[BRACKETS];
    size_t depth = 0;
    for (size_t k = 0; k < n; k++) {
        if (c[k].script == HB_SCRIPT_COMMON) {
            c[k].script = bracket_script(u, cp[c[k].first], now, stack, &depth);
        }
        now = c[k].script;
    }
}

/* --- levels ---------------------------------------------------------------------------------- */

/* Levels of a line that needs the algorithm. Returns whether the paragraph runs right to left. */
static bool resolve_levels(struct arena *a, const uint32_t *cp, size_t n_cp, int direction,
                           struct cluster *c, size_t n)
{
    FriBidiCharType *type = arena_array(a, FriBidiCharType, n_cp);
    FriBidiBracketType *bracket = arena_array(a, FriBidiBracketType, n_cp);
    FriBidiLevel *level = arena_array(a, FriBidiLevel, n_cp);
    FriBidiParType base = direction == DIRECTION_RTL    ? FRIBIDI_PAR_RTL
                          : direction == DIRECTION_AUTO ? FRIBIDI_PAR_ON
                                                        : FRIBIDI_PAR_LTR;
    FriBidiStrIndex len = (FriBidiStrIndex)n_cp;
    fribidi_get_bidi_types(cp, len, type);
    fribidi_get_bracket_types(cp, len, type, bracket);
    if (!fribidi_get_par_embedding_levels_ex(type, bracket, len, &base, level)) {
        BUG("out of memory: bidi levels of %zu characters", n_cp);
    }
    bool rtl = FRIBIDI_IS_RTL(base);
    for (size_t k = 0; k < n; k++) {
        c[k].level = (uint8_t)level[c[k].first];
    }
    for (size_t k = n; k-- > 0 && FRIBIDI_IS_EXPLICIT_OR_BN_OR_WS(type[c[k].first]);) {
        c[k].level = rtl; /* L1 */
    }
    return rtl;
}

/* L2: from the highest level to the lowest odd one, turn round every sequence at or above it. */
static void reorder(const struct item *item, size_t n, uint32_t *visual)
{
    unsigned highest = 0, lowest_odd = UINT8_MAX;
    for (size_t i = 0; i < n; i++) {
        visual[i] = (uint32_t)i;
        highest = item[i].level > highest ? item[i].level : highest;
        if (item[i].level % 2 && item[i].level < lowest_odd) {
            lowest_odd = item[i].level;
        }
    }
    for (unsigned level = highest; level >= lowest_odd && level > 0; level--) {
        for (size_t i = 0; i < n; i++) {
            size_t end = i;
            while (end < n && item[visual[end]].level >= level) {
                end++;
            }
            for (size_t lo = i, hi = end; lo + 1 < hi; lo++, hi--) {
                uint32_t swap = visual[lo];
                visual[lo] = visual[hi - 1];
                visual[hi - 1] = swap;
            }
            i = end > i ? end - 1 : i;
        }
    }
}

/* --- items ----------------------------------------------------------------------------------- */

/* Number of the face run that holds byte `at`, searched onwards from `from`. */
static size_t run_at(const struct styled_text *t, size_t from, uint32_t at)
{
    while (from + 1 < t->n_runs && t->run[from + 1].start <= at) {
        from++;
    }
    return from;
}

/* A line of ASCII: level 0 and one script throughout; items are the face runs. */
static void itemize_ascii(struct arena *a, const struct styled_text *t, uint32_t start,
                          uint32_t end, bool letters, struct item_list *out)
{
    size_t run = run_at(t, 0, start), last = run_at(t, run, end - 1);
    out->n = last - run + 1;
    out->item = arena_array(a, struct item, out->n);
    out->visual = arena_array(a, uint32_t, out->n);
    for (size_t i = 0; i < out->n; i++) {
        out->visual[i] = (uint32_t)i;
        out->item[i] = (struct item){
            .start = i ? t->run[run + i].start : start,
            .end = i + 1 < out->n ? t->run[run + i + 1].start : end,
            .face = t->run[run + i].face,
            .tracking_em = t->run[run + i].tracking_em,
            .script = letters ? HB_SCRIPT_LATIN : HB_SCRIPT_COMMON,
        };
    }
}

static bool is_ascii(const char *s, size_t len, bool *letters)
{
    unsigned char all = 0;
    bool any = false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        all |= c;
        any |= (unsigned char)((c | 0x20) - 'a') < 26;
    }
    *letters = any;
    return all < 0x80;
}

static bool same_item(const struct item *it, const struct cluster *c, const struct face_run *run)
{
    return it->face == run->face && it->tracking_em == run->tracking_em &&
           it->script == c->script && it->level == c->level && it->upright == c->upright;
}

static void collect(struct arena *a, const struct styled_text *t, uint32_t start, uint32_t end,
                    const uint32_t *grapheme, const struct cluster *c, size_t n,
                    struct item_list *out)
{
    out->item = arena_array(a, struct item, n);
    size_t run = run_at(t, 0, start);
    for (size_t k = 0; k < n; k++) {
        uint32_t at = start + grapheme[k];
        run = run_at(t, run, at);
        if (out->n && same_item(&out->item[out->n - 1], &c[k], &t->run[run])) {
            continue;
        }
        if (out->n) {
            out->item[out->n - 1].end = at;
        }
        out->item[out->n++] = (struct item){.start = at,
                                            .end = end,
                                            .face = t->run[run].face,
                                            .tracking_em = t->run[run].tracking_em,
                                            .script = c[k].script,
                                            .level = c[k].level,
                                            .upright = c[k].upright};
    }
    out->visual = arena_array(a, uint32_t, out->n);
    reorder(out->item, out->n, out->visual);
}

void itemize_line(struct arena *a, const struct styled_text *t, uint32_t start, uint32_t end,
                  int direction, const uint32_t *grapheme, size_t n, struct item_list *out)
{
    *out = (struct item_list){.rtl = direction == DIRECTION_RTL};
    if (n == 0) {
        return;
    }
    const char *s = t->text + start;
    size_t len = end - start;
    bool letters;
    if ((direction == DIRECTION_AUTO || direction == DIRECTION_LTR) && is_ascii(s, len, &letters)) {
        itemize_ascii(a, t, start, end, letters, out);
        return;
    }
    uint32_t *cp = arena_array(a, uint32_t, len);
    struct cluster *c = arena_zarray(a, struct cluster, n);
    size_t n_cp = 0, k = 0;
    bool bidi = direction == DIRECTION_RTL;
    for (size_t i = 0; i < len;) {
        if (k < n && grapheme[k] == i) {
            c[k++].first = (uint32_t)n_cp;
        }
        cp[n_cp] = utf8_next(s, len, &i);
        bidi = bidi || needs_bidi(cp[n_cp]);
        n_cp++;
    }
    resolve_scripts(cp, n_cp, c, n);
    if (bidi) {
        out->rtl = resolve_levels(a, cp, n_cp, direction, c, n);
    }
    for (k = 0; direction == DIRECTION_TTB && k < n; k++) {
        c[k].upright = uc_width(cp[c[k].first], "UTF-8") == 2;
    }
    collect(a, t, start, end, grapheme, c, n, out);
}
