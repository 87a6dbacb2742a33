// SPDX-License-Identifier: MIT
/*
 * Catalogues that come with the program: every SKU of them is built. Its motif has a picture of its own, its pack closes at
 * the size it claims, and what is printed on it is not blank, has brand and name, and no other EAN than the catalogue's.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "shelf/art_draw.h"
#include "shelf/packs.h"

#define PX_PER_MM 1 /* quick; bars of bar codes fit on large packs only */

static struct art_cache *cache;

static struct catalogue *load(const char *name)
{
    struct catalogue *c;
    struct buf problems = {0};
    struct err e = {0};
    if (catalogue_load(name, &problems, &c, &e)) {
        fail_msg("%s: %s\n%s", name, e.msg, problems.data ? problems.data : "");
    }
    buf_release(&problems);
    return c;
}

static void check_pack(const struct sku *s)
{
    struct arena a = {0};
    struct mesh m;
    struct err e = {0};
    if (pack_mesh(s, &a, &m, &e)) {
        fail_msg("%s: %s", s->id, e.msg);
    }
    for (int k = 0; k < 3; k++) {
        double size = 1000 * (double)(m.hi[k] - m.lo[k]);
        double tolerance = s->shape == SHAPE_TUBE ? 0.05 * s->size_mm[k]
                                                  : 0.5; /* a tube's fin is half its girth */
        if (!(fabs(size - s->size_mm[k]) <= tolerance)) {
            fail_msg("%s: axis %d is %.1f mm long, %.1f in the catalogue", s->id, k, size,
                     s->size_mm[k]);
        }
    }
    arena_release(&a);
}

static bool says(const struct art *a, const char *kind, const char *text)
{
    for (size_t i = 0; i < a->n_texts; i++) {
        if (!strcmp(a->text[i].kind, kind) && (!text || !strcmp(a->text[i].text, text))) {
            return true;
        }
    }
    return false;
}

/* sRGB codes between the darkest and the lightest fiftieth of what faces the shopper. */
static int contrast(const struct image *im, struct box b)
{
    unsigned count[256] = {0}, n = 0, seen = 0;
    int low = 0, high = 255;
    for (int y = (int)(b.y0 * im->height_px); y < (int)(b.y1 * im->height_px); y++) {
        for (int x = (int)(b.x0 * im->width_px); x < (int)(b.x1 * im->width_px); x++) {
            const uint8_t *p =
                im->px + ((size_t)y * (size_t)im->width_px + (size_t)x) * (size_t)im->channels;
            count[(p[0] + 2 * p[1] + p[2]) / 4]++;
            n++;
        }
    }
    while (low < 255 && (seen += count[low]) < n / 50) {
        low++;
    }
    seen = 0;
    while (high > 0 && (seen += count[high]) < n / 50) {
        high--;
    }
    return high - low;
}

/* Whether there is a bar code, too: small labels have no room for its bars. */
static bool check_art(const struct sku *s)
{
    struct pack_layout l = pack_layout(s, PX_PER_MM);
    const struct art *a;
    struct err e = {0};
    if (art_of(cache, s, &a, &e)) {
        fail_msg("%s", e.msg);
    }
    for (int i = 0; i < l.n_panels; i++) {
        enum panel_kind k = l.panel[i].kind;
        if ((k == PANEL_FRONT || k == PANEL_WRAP) && contrast(&a->im, l.panel[i].at) < 40) {
            fail_msg("%s: nothing to see on its front", s->id);
        }
    }
    if (!s->front && !(says(a, "brand", NULL) && says(a, "name", NULL))) {
        fail_msg("%s: brand or name is not on it", s->id);
    }
    if (says(a, "ean", NULL) && !says(a, "ean", s->ean)) {
        fail_msg("%s: the EAN on it is not that of the catalogue", s->id);
    }
    bool ean = says(a, "ean", NULL);
    art_drop(cache, a);
    return ean;
}

static void check_catalogue(const char *name, size_t least, size_t least_with_ean)
{
    struct catalogue *c = load(name);
    size_t built = 0, with_ean = 0;
    for (size_t i = 0; i < catalogue_count(c); i++) {
        const struct sku *s = catalogue_sku(c, i);
        if (!art_motif_known(s->motif)) {
            fail_msg("%s: motif '%s' has no picture", s->id, s->motif);
        }
        if (s->shape != SHAPE_MODEL) { /* what needs Blender is baked in tests/e2e */
            check_pack(s);
            with_ean += check_art(s);
            built++;
        }
    }
    if (built < least || with_ean < least_with_ean) {
        fail_msg("%s: %zu packs built, %zu with an EAN", name, built, with_ean);
    }
    catalogue_free(c);
}

static void test_grocery(void **state)
{
    (void)state;
    check_catalogue("grocery", 200, 80);
}

static void test_own(void **state)
{
    (void)state;
    check_catalogue("own", 3, 0);
}

static int open_cache(void **state)
{
    (void)state;
    cache = art_cache_new(1, NULL);
    if (cache) {
        art_cache_scale(cache, PX_PER_MM);
    }
    return cache ? 0 : -1;
}

static int close_cache(void **state)
{
    (void)state;
    art_cache_free(cache);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_grocery),
        cmocka_unit_test(test_own),
    };
    return cmocka_run_group_tests(tests, open_cache, close_cache);
}
