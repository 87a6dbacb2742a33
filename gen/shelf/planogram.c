// SPDX-License-Identifier: MIT
/*
 * Which SKUs stand beside each other on which board.
 *
 * A bay has a category. Its brands come one after the other until their facings fill the bay's boards. Then, as
 * merchandisers do (docs/shelves.md has the sources): brands stay together; what is heavy, large or the store's own brand
 * goes down, what is small and light to eye level and above; variants stand side by side. Boards are filled from the bottom up, each
 * then hung as high as what stands on it needs. In one bay of four brands are columns over all boards instead of runs on one.
 */
#include "shelf/shelfplan.h"

#include <stdlib.h>
#include <string.h>

#define PITCH_M 0.025     /* slots of the uprights: boards hang in multiples of it */

/* One SKU of a bay with the facings it is to get. */
struct entry {
    const struct sku *sku;
    struct stance stance;
    int facings;
    double spacing_m;
    double tier;   /* low = bottom */
    double group_tier;
    int group;     /* brand and size class */
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

/* --- the plan's lists ----------------------------------------------------------------------------------------- */

static void *grow(struct arena *a, void *old, size_t n, size_t *cap, size_t size)
{
    if (n < *cap) {
        return old;
    }
    *cap = *cap ? 2 * *cap : 64;
    void *p = arena_alloc(a, size_mul(*cap, size));
    if (n) {
        memcpy(p, old, n * size);
    }
    return p;
}

struct plan_block *shelf_plan_add_block(struct shelf_plan *p, struct arena *a)
{
    p->block = grow(a, p->block, p->n_blocks, &p->cap_blocks, sizeof *p->block);
    p->block[p->n_blocks] = (struct plan_block){0};
    return &p->block[p->n_blocks++];
}

struct plan_item *shelf_plan_add_item(struct shelf_plan *p, struct arena *a)
{
    p->item = grow(a, p->item, p->n_items, &p->cap_items, sizeof *p->item);
    p->item[p->n_items] = (struct plan_item){0};
    return &p->item[p->n_items++];
}

struct plan_hook *shelf_plan_add_hook(struct shelf_plan *p, struct arena *a)
{
    p->hook = grow(a, p->hook, p->n_hooks, &p->cap_hooks, sizeof *p->hook);
    p->hook[p->n_hooks] = (struct plan_hook){0};
    return &p->hook[p->n_hooks++];
}

/* --- SKUs ----------------------------------------------------------------------------------------------------- */

struct stance stance_of(const struct sku *s, bool lying)
{
    double w = s->size_mm[0] / 1000, d = s->size_mm[1] / 1000, h = s->size_mm[2] / 1000;
    bool round = s->shape == SHAPE_CAN || s->shape == SHAPE_BOTTLE || s->shape == SHAPE_JAR;
    return lying ? (struct stance){w, h, d, true, false} : (struct stance){w, d, h, false, round};
}

bool stance_may_lie(const struct sku *s)
{
    return s->lies && s->shape != SHAPE_TRAY && s->size_mm[1] < 0.7 * s->size_mm[2];
}

bool stance_leans(const struct sku *s)
{
    return s->shape != SHAPE_BOTTLE && s->shape != SHAPE_JAR && s->shape != SHAPE_MODEL && s->shape != SHAPE_TUBE;
}

double sku_mass_kg(const struct sku *s)
{
    /* kg/l of the box around it, by kind: full of liquid or preserve; dry goods; mostly air */
    static const double density[SHAPE_COUNT] = {
        [SHAPE_BOX] = 0.4,  [SHAPE_CAN] = 0.8,    [SHAPE_BOTTLE] = 0.6, [SHAPE_JAR] = 0.9,       [SHAPE_POUCH] = 0.5,
        [SHAPE_BAG] = 0.25, [SHAPE_TUBE] = 0.5,   [SHAPE_CARTON] = 0.9, [SHAPE_TRAY] = 0.4,      [SHAPE_MULTIPACK] = 0.8,
        [SHAPE_MODEL] = 0.5,
    };
    return density[s->shape] * s->size_mm[0] * s->size_mm[1] * s->size_mm[2] * 1e-6;
}

/* Doublings of weight and volume bring a product down; the store's own brand and multipacks stand lower still. */
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

static bool fits(const struct stance *t, const struct shelf_plan *p, const struct plan_bay *b, double max_clear_m)
{
    return t->width_m + 2 * SEAM_M + 0.01 <= b->x1_m - b->x0_m && t->depth_m + FRONT_M + BACK_M <= p->depth_m &&
           t->height_m <= max_clear_m;
}

static int size_class(double height_m)
{
    return height_m < 0.13 ? 0 : height_m < 0.24 ? 1 : 2;
}

/* --- which SKUs a bay gets -------------------------------------------------------------------------------------- */

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
static size_t pool_of_category(const struct sku *const *sku, size_t n, const char *category, struct rng *g,
                               const struct sku **out)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (strcmp(sku[i]->category, category) == 0) {
            out[m++] = sku[i];
        }
    }
    shuffle(out, m, g);
    for (size_t i = 1, done = 1; i < m; i++) { /* bring the rest of each brand to its first, in order of the catalogue */
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

struct category_list {
    const char **name;
    double *cum;
    size_t n;
};

static struct category_list categories_of(const struct sku *const *sku, size_t n, struct arena *a)
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

/* Take brands from the pool until the boards' length is covered; what is missing then is made up by more facings. */
static size_t choose_entries(struct fill *f, const struct plan_bay *b, const struct sku *const *pool, size_t n,
                             double length_m, struct entry *out)
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
        out[m] = (struct entry){.sku = s, .stance = t, .facings = facings, .spacing_m = fmax(spacing, 0.0005)};
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
    return c ? c : (a->sku->id_number > b->sku->id_number) - (a->sku->id_number < b->sku->id_number);
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

/* --- boards filled from left to right ---------------------------------------------------------------------------- */

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
    b->n_lean = binomial(b->facings, e->stance.lying || b->levels > 1 || !stance_leans(e->sku) ? 0 : r->leaning, f->g);
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
    *b = (struct plan_block){.sku = e->sku, .bay = run->bay, .shelf = run->shelf, .x0_m = run->x_m, .facings = n,
                             .spacing_m = e->spacing_m, .lying = e->stance.lying};
    draw_mishaps(f, b, e);
    while (block_width(b, &e->stance) > room && (b->n_lean || b->n_side)) {
        b->n_lean -= b->n_lean > 0;
        b->n_side -= b->n_side > 0;
    }
    b->x1_m = b->x0_m + block_width(b, &e->stance);
    run->x_m = b->x1_m;
    run->need_m = fmax(run->need_m, e->stance.height_m * b->levels + (b->n_lean ? 0.3 * e->stance.width_m : 0));
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
        double x1 = end == n ? b->x1_m - SEAM_M : fmin(b->x1_m - SEAM_M, x + fmax(widest + 0.001, length * own / total));
        if (x1 - x <= widest && i) {
            break; /* no room for another brand */
        }
        x1 = b->x1_m - SEAM_M - x1 < 0.15 ? b->x1_m - SEAM_M : x1;
        qsort(e + i, end - i, sizeof *e, by_tier);
        for (int shelf = 0; shelf < n_boards; shelf++) {
            struct run run = {bay, shelf, x, x1, f->p->n_blocks, 0};
            size_t k0 = (size_t)shelf * (end - i) / (size_t)n_boards, k1 = ((size_t)shelf + 1) * (end - i) / (size_t)n_boards;
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

/* --- bays --------------------------------------------------------------------------------------------------------- */

static double round_up(double v, double step)
{
    return ceil(v / step - 1e-9) * step;
}

/* Hang the boards: each as far under the next as what stands on it needs and the recipe allows. */
static void hang_boards(struct fill *f, struct plan_bay *b, const double *need_m)
{
    const struct recipe_shelf *r = f->r;
    double z = f->p->base_m;
    for (int s = 0; s < b->n_boards; s++) {
        double room = rng_uniform(f->g, 0.03, 0.075), free = dist_draw(&r->shelf_height_m, f->g), u = rng_unit(f->g);
        double gap = need_m[s] + room + f->p->board_m;
        gap = gap < free ? gap + (free - gap) * u * u * u : gap;
        gap = clampd(gap, fmax(dist_min(&r->shelf_height_m), need_m[s] + 0.012 + f->p->board_m),
                     fmax(dist_max(&r->shelf_height_m), need_m[s] + 0.012 + f->p->board_m));
        gap = round_up(gap, PITCH_M);
        b->shelf[s] = (struct plan_shelf){.z_m = z, .clear_m = gap - f->p->board_m};
        z += gap;
    }
    b->top_m = z;
}

static void drop_above(struct shelf_plan *p, int bay, int n_boards)
{
    size_t m = 0;
    for (size_t i = 0; i < p->n_blocks; i++) {
        if (p->block[i].bay != bay || p->block[i].shelf < n_boards) {
            p->block[m++] = p->block[i];
        }
    }
    p->n_blocks = m;
}

/* All SKUs that may stand in this bay: its category, and more of them if that would give too dull a bay. */
static size_t pool_of_bay(struct fill *f, const struct category_list *c, size_t category, const struct sku *const *sku,
                          size_t n, double length_m, const struct sku **pool)
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

static size_t plan_bay_blocks(struct fill *f, int bay, size_t category, const struct category_list *c,
                              const struct sku *const *sku, size_t n, int n_boards)
{
    struct plan_bay *b = &f->p->bay[bay];
    size_t first = f->p->n_blocks;
    double length = n_boards * (b->x1_m - b->x0_m - 2 * SEAM_M);
    const struct sku **pool = arena_array(f->a, const struct sku *, n);
    size_t m = pool_of_bay(f, c, category, sku, n, length, pool);
    struct entry *e = arena_array(f->a, struct entry, m);
    m = choose_entries(f, b, pool, m, length, e);
    memset(f->need_m, 0, sizeof f->need_m);
    if (rng_unit(f->g) < 0.25) {
        fill_in_columns(f, bay, n_boards, e, m);
    } else {
        fill_in_rows(f, bay, n_boards, e, m);
    }
    b->n_boards = b->n_shelves = n_boards;
    hang_boards(f, b, f->need_m);
    while (b->n_boards > 1 && b->top_m > PLAN_TOP_M) {
        b->n_boards--;
        b->n_shelves--;
        b->top_m = b->shelf[b->n_boards].z_m;
        drop_above(f->p, bay, b->n_boards);
    }
    return f->p->n_blocks - first;
}

/* The sum of the highest need of each board over the bays: neighbours often have their boards in one line. */
static void align_boards(struct shelf_plan *p, int from_bay, int to_bay)
{
    const struct plan_bay *a = &p->bay[from_bay];
    struct plan_bay *b = &p->bay[to_bay];
    if (a->n_boards != b->n_boards || a->n_shelves != a->n_boards || b->n_shelves != b->n_boards) {
        return;
    }
    for (int s = 0; s < a->n_boards; s++) {
        if (a->shelf[s].clear_m < b->shelf[s].clear_m - 0.06 || a->shelf[s].clear_m > b->shelf[s].clear_m + 0.12) {
            return;
        }
    }
    double z = p->base_m;
    for (int s = 0; s < a->n_boards; s++) {
        double clear = fmax(a->shelf[s].clear_m, b->shelf[s].clear_m);
        b->shelf[s] = p->bay[from_bay].shelf[s] = (struct plan_shelf){.z_m = z, .clear_m = clear};
        z += clear + p->board_m;
    }
    b->top_m = p->bay[from_bay].top_m = z;
}

/* A bay that is lower than the highest of the run: its boards move apart by up to two slots each, as far as the recipe lets them. */
static void stretch_boards(const struct recipe_shelf *r, struct shelf_plan *p, int bay, double top_m)
{
    struct plan_bay *b = &p->bay[bay];
    double spare = top_m - b->top_m, up = 0;
    if (b->n_shelves > b->n_boards) {
        return; /* hooks hang above its boards */
    }
    double step = spare > b->n_boards * PITCH_M ? 2 * PITCH_M : PITCH_M;
    for (int s = 0; s < b->n_boards; s++) {
        b->shelf[s].z_m += up;
        double wider = b->shelf[s].clear_m + step;
        if (spare >= step && wider + p->board_m <= dist_max(&r->shelf_height_m)) {
            b->shelf[s].clear_m = wider;
            spare -= step;
            up += step;
        }
    }
    b->top_m += up;
}

double shelf_plan_goods_top(const struct shelf_plan *p)
{
    double sum = 0;
    int own = p->n_bays - 2 * PLAN_NEIGHBOURS;
    for (int b = PLAN_NEIGHBOURS; b < PLAN_NEIGHBOURS + own; b++) {
        const struct plan_shelf *s = &p->bay[b].shelf[p->bay[b].n_shelves - 1];
        sum += s->pegs ? s->z_m + 0.02 : s->z_m + 0.8 * s->clear_m;
    }
    return sum / own;
}

static size_t hanging_first(const struct sku *const *sku, size_t n, const struct sku **out, size_t *standing)
{
    size_t hang = 0, k = 0;
    for (size_t i = 0; i < n; i++) {
        hang += sku[i]->hangs;
    }
    for (size_t i = 0; i < n; i++) {
        if (sku[i]->hangs) {
            out[k++] = sku[i];
        }
    }
    *standing = n - hang;
    for (size_t i = 0; i < n; i++) {
        if (!sku[i]->hangs) {
            out[k++] = sku[i];
        }
    }
    return hang;
}

static void size_bays(const struct recipe_shelf *r, struct shelf_plan *p, struct rng *g)
{
    int own = (int)clampd(dist_draw(&r->bays, g), 1, PLAN_MAX_BAYS - 2 * PLAN_NEIGHBOURS);
    p->n_bays = own + 2 * PLAN_NEIGHBOURS;
    p->depth_m = round(dist_draw(&r->shelf_depth_m, g) * 100) / 100;
    p->board_m = 0.03;
    p->base_m = 0.1 + PITCH_M * rng_below(g, 3);
    /* bays of one run are of one width; now and then a narrower one fills what is left of a wall */
    double width = round(dist_draw(&r->bay_width_m, g) * 200) / 200, other = round(dist_draw(&r->bay_width_m, g) * 200) / 200;
    int odd = rng_unit(g) < 0.2 ? PLAN_NEIGHBOURS + (int)rng_below(g, (uint32_t)own) : -1;
    double total = width * own + (odd < 0 ? 0 : other - width), x = -total / 2 - PLAN_NEIGHBOURS * width;
    for (int b = 0; b < p->n_bays; b++) {
        double w = b == odd ? other : width;
        p->bay[b] = (struct plan_bay){.x0_m = x, .x1_m = x + w};
        x += w;
    }
}

enum st shelf_plan_make(const struct recipe_shelf *r, const struct sku *const *sku, size_t n, uint64_t seed,
                        uint64_t index, uint32_t attempt, struct arena *a, struct shelf_plan *out, struct err *e)
{
    struct rng g = rng_stream(seed, RNG_BAYS, index, attempt);
    struct rng blocks = rng_stream(seed, RNG_BLOCKS, index, attempt), place = rng_stream(seed, RNG_PLACEMENT, index, attempt);
    struct shelf_plan *p = out;
    *p = (struct shelf_plan){0};
    size_bays(r, p, &g);
    const struct sku **sorted = arena_array(a, const struct sku *, n + 1);
    size_t n_stand, n_hang = hanging_first(sku, n, sorted, &n_stand);
    const struct sku *const *stand = n_stand ? sorted + n_hang : sorted;
    n_stand = n_stand ? n_stand : n_hang;
    struct category_list cats = categories_of(stand, n_stand, a);
    struct fill f = {.r = r, .p = p, .a = a, .g = &blocks,
                     .max_clear_m = dist_max(&r->shelf_height_m) - p->board_m - 0.012};
    size_t category = cats.n ? rng_pick(&g, cats.cum, cats.n) : 0;
    for (int b = 0; b < p->n_bays && cats.n; b++) {
        bool same = rng_unit(&g) < 0.5;
        size_t other = rng_pick(&g, cats.cum, cats.n);
        category = b && !same ? other : category;
        int boards = (int)clampd(dist_draw(&r->shelves, &g), 1, PLAN_MAX_SHELVES - 1);
        bool pegs = rng_unit(&g) < r->pegs && n_hang;
        p->bay[b].category = cats.name[category];
        plan_bay_blocks(&f, b, category, &cats, stand, n_stand, pegs ? 1 + boards / 4 : boards);
        if (pegs) {
            /* hooks as high as boards would have reached */
            double reach = p->base_m + boards * (dist_min(&r->shelf_height_m) + dist_max(&r->shelf_height_m)) / 2;
            pegboard_plan(r, p, b, p->bay[b].top_m + p->board_m, clampd(reach, 1.5, 2.05), sorted, n_hang, &blocks, a);
        } else if (b && rng_unit(&g) < 0.7) {
            align_boards(p, b - 1, b);
        }
    }
    if (!p->n_blocks) {
        return err_set(e, ST_RECIPE, "none of %zu SKUs fits on shelves %.2f m deep and at most %.2f m apart", n,
                       p->depth_m, dist_max(&r->shelf_height_m));
    }
    double top = 0;
    for (int b = 0; b < p->n_bays; b++) {
        top = fmax(top, p->bay[b].top_m);
    }
    for (int b = 0; b < p->n_bays; b++) {
        stretch_boards(r, p, b, top);
        p->bay[b].top_m = top; /* uprights of one run are of one height */
        placement_fill(r, p, b, sku, n, &place, a);
    }
    return ST_OK;
}
