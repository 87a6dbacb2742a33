// SPDX-License-Identifier: MIT
/*
 * Which SKUs stand beside each other on which board.
 *
 * Brands of the bay's category come one after the other until their facings fill its boards. Then,
 * as merchandisers do (docs/shelves.md has the sources): brands stay together; what is heavy, large
 * or the store's own brand goes down, what is small and light to eye level and above; variants
 * stand side by side. Boards are filled from the bottom up. In one bay of four brands are columns
 * over all boards instead of runs on one.
 */
#include "shelf/shelfplan.h"

#include <stdlib.h>
#include <string.h>

/* One SKU of a bay with the facings it is to get. */
struct entry {
    const struct sku *sku;
    struct stance stance;
    int facings;
    double spacing_m;
    double tier; /* low = bottom */
    double group_tier;
    int group; /* brand and size class */
};

/* A stretch of a board that is being filled from left to right. */
struct run {
    int bay, shelf;
    double x_m, x1_m;
    size_t first_block;
    double need_m; /* height of the tallest or highest stack */
};

/* Content of a bay while it is planned. */
struct fill {
    const struct recipe_shelf *r;
    struct shelf_plan *p;
    struct arena *a;
    struct rng *g;
    double max_clear_m;
    double need_m[PLAN_MAX_SHELVES];
};

/* Doublings of weight and volume bring a product down; the store's own brand and multipacks stand
 * lower still. */
static double tier_of(const struct sku *s, struct rng *g)
{
    double litres = s->size_mm[0] * s->size_mm[1] * s->size_mm[2] * 1e-6;
    double tier = -0.6 * log2(sku_mass_kg(s) + 0.02) - 0.4 * log2(litres + 0.02);
    if (s->grammar == GRAMMAR_DISCOUNT) {
        tier -= 1.2;
    }
    if (s->shape == SHAPE_MULTIPACK) {
        tier -= 1.5;
    }
    return tier + 0.35 * rng_normal(g);
}

static bool fits(const struct stance *t, const struct shelf_plan *p, const struct plan_bay *b,
                 double max_clear_m)
{
    return t->width_m + 2 * SEAM_M + 0.01 <= b->x1_m - b->x0_m &&
           t->depth_m + FRONT_M + BACK_M <= p->depth_m && t->height_m <= max_clear_m;
}

static int size_class(double height_m)
{
    return height_m < 0.13 ? 0 : height_m < 0.24 ? 1 : 2;
}

/* --- which SKUs a bay gets -------------------------------------------------------------------- */

static void shuffle(const struct sku **s, size_t n, struct rng *g)
{
    for (size_t i = n; i > 1; i--) {
        size_t k = rng_below(g, (uint32_t)i);
        const struct sku *t = s[i - 1];
        s[i - 1] = s[k];
        s[k] = t;
    }
}

/* SKUs of one category, brand by brand in a drawn order; the likelier a SKU, the earlier its brand. */
static size_t pool_of_category(const struct sku *const *sku, size_t n, const char *category,
                               struct rng *g, const struct sku **out)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(sku[i]->category, category) == 0) {
            out[m++] = sku[i];
        }
    }
    shuffle(out, m, g);
    for (size_t i = 1, done = 1; i < m;
         i++) { /* bring the rest of each brand to its first, in order of the catalogue */
        if (strcmp(out[i]->brand, out[done - 1]->brand) != 0) {
            size_t k = i;
            for (size_t j = i; j < m; j++) {
                if (strcmp(out[j]->brand, out[done - 1]->brand) == 0) {
                    k = j;
                    break;
                }
            }
            const struct sku *t = out[k];
            memmove(out + done + 1, out + done, (k - done) * sizeof *out);
            out[done] = t;
        }
        done++;
    }
    return m;
}

struct category_list categories_of(const struct sku *const *sku, size_t n, struct arena *a)
{
    struct category_list c = {arena_array(a, const char *, n), arena_array(a, double, n), 0};
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < c.n && strcmp(c.name[k], sku[i]->category) != 0) {
            k++;
        }
        if (k == c.n) {
            c.name[c.n] = sku[i]->category;
            c.cum[c.n++] = 0;
        }
        c.cum[k] += sku[i]->weight;
    }
    for (size_t k = 1; k < c.n; k++) {
        c.cum[k] += c.cum[k - 1];
    }
    return c;
}

static double entry_width(const struct entry *e)
{
    return e->facings * (e->stance.width_m + e->spacing_m);
}

/* Take brands from the pool until the boards' length is covered; what is missing then is made up by
 * more facings. */
static size_t choose_entries(struct fill *f, const struct plan_bay *b,
                             const struct sku *const *pool, size_t n, double length_m,
                             struct entry *out)
{
    size_t m = 0;
    double have = 0;
    for (size_t i = 0; i < n && have < length_m; i++) {
        const struct sku *s = pool[i];
        bool lying = stance_may_lie(s) && rng_unit(f->g) < 0.6;
        struct stance t = stance_of(s, lying);
        if (!fits(&t, f->p, b, f->max_clear_m)) {
            t = stance_of(s, !lying && stance_may_lie(s));
        }
        double keep = rng_unit(f->g), spacing = dist_draw(&f->r->spacing_mm, f->g) / 1000;
        int facings = (int)fmax(1, dist_draw(&f->r->facings, f->g));
        if (!fits(&t, f->p, b, f->max_clear_m) || keep < 0.1) {
            continue;
        }
        if (t.width_m > 0.2) {
            facings = (facings + 1) / 2;
        }
        out[m] = (struct entry){
            .sku = s, .stance = t, .facings = facings, .spacing_m = fmax(spacing, 0.0005)};
        out[m].tier = tier_of(s, f->g);
        have += entry_width(&out[m++]);
    }
    for (int guard = 0; m && have < length_m && guard < 4000; guard++) {
        struct entry *e = &out[rng_below(f->g, (uint32_t)m)];
        e->facings++;
        have += e->stance.width_m + e->spacing_m;
    }
    return m;
}

static void group_entries(struct entry *e, size_t n, struct rng *g)
{
    int groups = 0;
    for (size_t i = 0; i < n; i++) {
        e[i].group = -1;
        for (size_t k = 0; k < i && e[i].group < 0; k++) {
            if (strcmp(e[i].sku->brand, e[k].sku->brand) == 0 &&
                size_class(e[i].stance.height_m) == size_class(e[k].stance.height_m)) {
                e[i].group = e[k].group;
            }
        }
        if (e[i].group < 0) {
            e[i].group = groups++;
        }
    }
    for (int k = 0; k < groups; k++) {
        double sum = 0, count = 0;
        for (size_t i = 0; i < n; i++) {
            sum += e[i].group == k ? e[i].tier : 0;
            count += e[i].group == k;
        }
        double tier = sum / count + 0.4 * rng_normal(g);
        for (size_t i = 0; i < n; i++) {
            e[i].group_tier = e[i].group == k ? tier : e[i].group_tier;
        }
    }
}

static int by_name(const struct entry *a, const struct entry *b)
{
    int c = strcmp(a->sku->name, b->sku->name);
    return c ? c
             : (a->sku->id_number > b->sku->id_number) - (a->sku->id_number < b->sku->id_number);
}

static int by_group(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    if (a->group != b->group) {
        int c = (a->group_tier > b->group_tier) - (a->group_tier < b->group_tier);
        return c ? c : a->group - b->group;
    }
    return by_name(a, b);
}

static int by_tier(const void *x, const void *y)
{
    const struct entry *a = x, *b = y;
    int c = (a->tier > b->tier) - (a->tier < b->tier);
    return c ? c : by_name(a, b);
}

/* --- boards filled from left to right --------------------------------------------------------- */

static double block_width(const struct plan_block *b, const struct stance *t)
{
    return b->facings * (t->width_m + b->spacing_m) + b->n_lean * LEAN_ROOM * t->height_m +
           b->n_side * fmax(0, t->height_m - t->width_m);
}

static int binomial(int n, double p, struct rng *g)
{
    int k = 0;
    for (int i = 0; i < n; i++) {
        k += rng_unit(g) < p;
    }
    return k;
}

/* What happens to the facings of a block before it is known whether there is room for it. */
static void draw_mishaps(struct fill *f, struct plan_block *b, const struct entry *e)
{
    const struct recipe_shelf *r = f->r;
    b->empty = rng_unit(f->g) < r->gap;
    b->tag = rng_unit(f->g) < r->tags;
    bool stack = rng_unit(f->g) < r->stacked;
    int more = 1 + (int)rng_below(f->g, 3);
    b->levels = (e->sku->stackable && stack) || e->stance.lying ? 1 + more : 1;
    if (e->stance.height_m * b->levels > f->max_clear_m) {
        b->levels = (int)fmax(1, f->max_clear_m / e->stance.height_m);
    }
    b->n_lean =
        binomial(b->facings,
                 e->stance.lying || b->levels > 1 || !stance_leans(e->sku) ? 0 : r->leaning, f->g);
    int fallen = binomial(b->facings - b->n_lean, e->stance.lying ? 0 : r->fallen, f->g);
    b->n_side = binomial(fallen, 0.5, f->g);
    b->n_along = fallen - b->n_side;
    if (e->stance.height_m + FRONT_M + BACK_M > f->p->depth_m) {
        b->n_along = 0;
    }
    if (b->n_lean && e->stance.height_m + 0.3 * e->stance.width_m > f->max_clear_m) {
        b->n_lean = 0;
    }
}

/* As many of an entry's facings as there is room for; returns how many. */
static int run_put(struct fill *f, struct run *run, const struct entry *e)
{
    double slot = e->stance.width_m + e->spacing_m, room = run->x1_m - run->x_m;
    int n = (int)fmin(e->facings, room / slot);
    if (n < 1 || (2 * n < e->facings && room < 0.3)) {
        return 0; /* the block would be torn: it begins on the next board */
    }
    struct plan_block *b = shelf_plan_add_block(f->p, f->a);
    *b = (struct plan_block){.sku = e->sku,
                             .bay = run->bay,
                             .shelf = run->shelf,
                             .x0_m = run->x_m,
                             .facings = n,
                             .spacing_m = e->spacing_m,
                             .lying = e->stance.lying};
    draw_mishaps(f, b, e);
    while (block_width(b, &e->stance) > room && (b->n_lean || b->n_side)) {
        b->n_lean -= b->n_lean > 0;
        b->n_side -= b->n_side > 0;
    }
    b->x1_m = b->x0_m + block_width(b, &e->stance);
    run->x_m = b->x1_m;
    run->need_m = fmax(run->need_m,
                       e->stance.height_m * b->levels + (b->n_lean ? 0.3 * e->stance.width_m : 0));
    return n;
}

/* The rest of a run: more facings of the blocks that fit, then the slack goes between the blocks. */
static void run_close(struct fill *f, struct run *run)
{
    struct plan_block *b = f->p->block + run->first_block;
    size_t n = f->p->n_blocks - run->first_block;
    if (!n) {
        return;
    }
    for (size_t k = 0; k < n; k++) {
        size_t i = (k + rng_below(f->g, (uint32_t)n)) % n;
        struct stance t = stance_of(b[i].sku, b[i].lying);
        while (run->x1_m - run->x_m >= t.width_m + b[i].spacing_m) {
            b[i].facings++;
            b[i].x1_m += t.width_m + b[i].spacing_m;
            run->x_m += t.width_m + b[i].spacing_m;
            for (size_t j = i + 1; j < n; j++) {
                b[j].x0_m += t.width_m + b[i].spacing_m;
                b[j].x1_m += t.width_m + b[i].spacing_m;
            }
        }
    }
    double slack = run->x1_m - run->x_m, moved = 0;
    for (size_t i = 0; i < n; i++) {
        double step = slack / (double)n * rng_uniform(f->g, 0.2, 1);
        moved += i ? step : step * 0.3;
        b[i].x0_m += moved;
        b[i].x1_m += moved;
    }
    f->need_m[run->shelf] = fmax(f->need_m[run->shelf], run->need_m);
}

static void fill_in_rows(struct fill *f, int bay, int n_boards, struct entry *e, size_t n)
{
    const struct plan_bay *b = &f->p->bay[bay];
    group_entries(e, n, f->g);
    qsort(e, n, sizeof *e, by_group);
    size_t k = 0;
    for (int shelf = 0; shelf < n_boards && n; shelf++) {
        struct run run = {bay, shelf, b->x0_m + SEAM_M, b->x1_m - SEAM_M, f->p->n_blocks, 0};
        for (int guard = 0; guard < 64; guard++) {
            struct entry *now = &e[k < n ? k : n - 1];
            int put = run_put(f, &run, now);
            if (!put) {
                break;
            }
            if (k < n && put >= now->facings) {
                k++;
            } else if (k < n) {
                now->facings -= put;
            }
        }
        run_close(f, &run);
    }
}

/* Brands side by side, each a column over all boards. */
static void fill_in_columns(struct fill *f, int bay, int n_boards, struct entry *e, size_t n)
{
    const struct plan_bay *b = &f->p->bay[bay];
    double total = 0, x = b->x0_m + SEAM_M, length = b->x1_m - b->x0_m - 2 * SEAM_M;
    for (size_t i = 0; i < n; i++) {
        total += entry_width(&e[i]);
    }
    for (size_t i = 0, end; i < n; i = end) {
        double own = 0, widest = 0;
        for (end = i; end < n && strcmp(e[end].sku->brand, e[i].sku->brand) == 0; end++) {
            own += entry_width(&e[end]);
            widest = fmax(widest, e[end].stance.width_m + e[end].spacing_m);
        }
        double x1 = end == n
                        ? b->x1_m - SEAM_M
                        : fmin(b->x1_m - SEAM_M, x + fmax(widest + 0.001, length * own / total));
        if (x1 - x <= widest && i) {
            break; /* no room for another brand */
        }
        x1 = b->x1_m - SEAM_M - x1 < 0.15 ? b->x1_m - SEAM_M : x1;
        qsort(e + i, end - i, sizeof *e, by_tier);
        for (int shelf = 0; shelf < n_boards; shelf++) {
            struct run run = {bay, shelf, x, x1, f->p->n_blocks, 0};
            size_t k0 = (size_t)shelf * (end - i) / (size_t)n_boards,
                   k1 = ((size_t)shelf + 1) * (end - i) / (size_t)n_boards;
            for (size_t k = k0; k < k1 || k == k0; k++) {
                struct entry one = e[i + k];
                one.facings = (int)fmax(1, (x1 - x) / (double)(k1 > k0 ? k1 - k0 : 1) /
                                               (one.stance.width_m + one.spacing_m));
                run_put(f, &run, &one);
            }
            run_close(f, &run);
        }
        x = x1;
    }
}

/* All SKUs that may stand in this bay: its category, and more of them if that would give too dull a
 * bay. */
static size_t pool_of_bay(struct fill *f, const struct category_list *c, size_t category,
                          const struct sku *const *sku, size_t n, double length_m,
                          const struct sku **pool)
{
    size_t m = 0;
    double width = 0;
    for (size_t k = 0; k < c->n && width < 0.3 * length_m; k++) {
        size_t from = m;
        m += pool_of_category(sku, n, c->name[(category + k) % c->n], f->g, pool + m);
        for (; from < m; from++) {
            width += 2 * pool[from]->size_mm[0] / 1000;
        }
    }
    return m;
}

void blocks_plan(const struct recipe_shelf *r, struct shelf_plan *p, int bay, int n_boards,
                 const struct category_list *c, size_t category, const struct sku *const *sku,
                 size_t n, struct rng *g, struct arena *a, double need_m[PLAN_MAX_SHELVES])
{
    struct plan_bay *b = &p->bay[bay];
    struct fill f = {.r = r,
                     .p = p,
                     .a = a,
                     .g = g,
                     .max_clear_m = dist_max(&r->shelf_height_m) - p->board_m - 0.012};
    double length = n_boards * (b->x1_m - b->x0_m - 2 * SEAM_M);
    const struct sku **pool = arena_array(a, const struct sku *, n);
    size_t m = pool_of_bay(&f, c, category, sku, n, length, pool);
    struct entry *e = arena_array(a, struct entry, m);
    m = choose_entries(&f, b, pool, m, length, e);
    if (rng_unit(g) < 0.25) {
        fill_in_columns(&f, bay, n_boards, e, m);
    } else {
        fill_in_rows(&f, bay, n_boards, e, m);
    }
    memcpy(need_m, f.need_m, sizeof f.need_m);
}
