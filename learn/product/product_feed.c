// SPDX-License-Identifier: MIT
#include "product/product_feed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "product/product_image.h"
#include "product/product_store.h"
#include "product_shown.h"

enum { MAX_TRIES = 2000 }; /* candidates in a row that cannot be used */

struct product_feed {
    const struct product_setup *s;
    const struct product_store *store;
    struct product_feed_options o;
    int worker, workers;
    struct worker **maker; /* of each generator */
    struct made made;
    struct distort_worker *distort; /* of what datasets give; or NULL */
    uint64_t next;
    uint8_t *square;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

struct product_feed *product_feed_new(const struct product_setup *s,
                                      const struct product_store *store,
                                      const struct product_feed_options *o, int worker, int workers)
{
    struct product_feed *f = must(calloc(1, sizeof *f));
    *f = (struct product_feed){
        .s = s, .store = store, .o = *o, .worker = worker, .workers = workers};
    f->maker = must(calloc(s->sources.n_generators + 1, sizeof(struct worker *)));
    for (size_t i = 0; i < s->sources.n_generators; i++) {
        f->maker[i] = worker_new(s->sources.generator[i]);
    }
    f->distort = s->sources.distorter ? distort_worker_new(s->sources.distorter) : NULL;
    f->square = must(malloc(PRODUCT_BYTES(s->about.shape.input_px)));
    return f;
}

void product_feed_free(struct product_feed *f)
{
    if (f) {
        for (size_t i = 0; i < f->s->sources.n_generators; i++) {
            worker_free(f->maker[i]);
        }
        made_release(&f->made);
        distort_worker_free(f->distort);
        free(f->maker);
        free(f->square);
        free(f);
    }
}

uint64_t product_feed_place(const struct product_feed *f)
{
    return f->next;
}

void product_feed_seek(struct product_feed *f, uint64_t place)
{
    f->next = place;
}

/* --- generated ------------------------------------------------------------------------------------------- */

/* Shares of the square of a box in the picture's frame, as product_fit() lays the picture into it. */
static void box_in_square(const double box[4], double w, double h, int fit, float out[4])
{
    double side = fit == FIT_CROP ? fmin(w, h) : fmax(w, h);
    double sx = fit == FIT_STRETCH ? w : side, sy = fit == FIT_STRETCH ? h : side;
    for (int k = 0; k < 4; k++) {
        double middle = (k % 2 ? h : w) / 2, s = k % 2 ? sy : sx;
        out[k] = (float)((box[k] - middle) / s + 0.5);
    }
}

static struct product_labels labels_of(const struct product_setup *s, const struct product_view *v,
                                       double x0, double y0, double w, double h)
{
    struct product_labels l = product_labels_none();
    const struct product_info *p = &v->product;
    const char *const name[NAMED_HEADS] = {p->category, p->brand, p->shape, p->color};
    l.sku = product_names_find(&s->classes, p->sku);
    for (int i = 0; i < NAMED_HEADS; i++) {
        l.name[i] = product_names_find(&s->name[i], name[i]);
    }
    l.yaw_rad = (float)v->yaw_rad;
    l.visible = (float)(v->visible_fraction * (1 - v->truncation));
    if (v->has_text) {
        double box[4] = {v->text_box[0] - x0, v->text_box[1] - y0, v->text_box[2] - x0,
                         v->text_box[3] - y0};
        box_in_square(box, w, h, s->about.shape.fit, l.box);
    }
    return l;
}

/* A rectangle of a picture, held to it. */
static bool cut(const struct image *im, const double box[4], double margin, struct image *out,
                int at[2])
{
    double mx = margin * (box[2] - box[0]), my = margin * (box[3] - box[1]);
    int x0 = (int)fmax(0, floor(box[0] - mx)), y0 = (int)fmax(0, floor(box[1] - my));
    int x1 = (int)fmin(im->width_px, ceil(box[2] + mx)),
        y1 = (int)fmin(im->height_px, ceil(box[3] + my));
    size_t n = (size_t)im->channels, row = (size_t)(x1 - x0) * n;
    if (x1 <= x0 || y1 <= y0 || image_init(out, x1 - x0, y1 - y0, im->channels, NULL)) {
        return false;
    }
    for (int y = y0; y < y1; y++) {
        memcpy(out->px + (size_t)(y - y0) * row,
               im->px + ((size_t)y * (size_t)im->width_px + (size_t)x0) * n, row);
    }
    at[0] = x0;
    at[1] = y0;
    return true;
}

bool product_crop(const struct product_setup *s, const struct made *m, bool shelf, double margin,
                  size_t i, uint8_t *square, struct product_labels *labels, int *split)
{
    const struct embedder_shape *k = &s->about.shape;
    struct product_view v;
    if (shelf ? !made_view(m, i, &v) : i > 0 || !made_subject(m, &v)) {
        return false;
    }
    struct image part = {0};
    int at[2] = {0, 0};
    const struct image *im = shelf && cut(m->pixels, v.box, margin, &part, at) ? &part : m->pixels;
    product_fit(im, k->fit, k->input_px, square);
    *labels = labels_of(s, &v, at[0], at[1], im->width_px, im->height_px);
    *split = v.product.split;
    image_release(&part);
    return true;
}

/* A sample's squares, as many as there is room for; what a shelf shows beyond that is not used. */
static enum st take_generated(struct product_feed *f, size_t which, uint64_t number, size_t room,
                              float *x, struct product_labels *labels, size_t *taken, struct err *e)
{
    size_t floats = PRODUCT_BYTES(f->s->about.shape.input_px);
    enum st st = sample_make(f->maker[which], f->o.seed, number, &f->made, e);
    bool shelf = generator_recipe(f->s->sources.generator[which])->kind == KIND_SHELF;
    int split;
    struct product_labels l;
    for (size_t i = 0;
         !st && *taken < room &&
         product_crop(f->s, &f->made, shelf, PRODUCT_MARGIN, i, f->square, &l, &split);
         i++) {
        if (split <= SPLIT_TRAIN && l.sku >= 0) {
            product_input(f->square, f->s->about.shape.input_px, NULL, x + *taken * floats);
            labels[(*taken)++] = l;
        }
    }
    return st;
}

/* --- recorded -------------------------------------------------------------------------------------------- */

static struct product_window window_of(const struct product_feed *f, uint64_t number)
{
    struct rng r = rng_stream(f->o.seed, RNG_PRODUCT_VIEW, number, 0);
    double j = f->o.jitter, px = f->s->about.shape.input_px;
    double scale = 1 + rng_uniform(&r, -j, j), dx = rng_uniform(&r, -j, j) / 2,
           dy = rng_uniform(&r, -j, j) / 2;
    return (struct product_window){scale, dx * px, dy * px};
}

static void move_box(const struct product_window *w, int px, float box[4])
{
    for (int k = 0; k < 4; k++) {
        double d = (k % 2 ? w->dy_px : w->dx_px) / px;
        box[k] = (float)(((double)box[k] - 0.5 - d) / w->scale + 0.5);
    }
}

static enum st take_recorded(struct product_feed *f, size_t i, uint64_t number, float *x,
                             struct product_labels *l, struct err *e)
{
    int px = f->s->about.shape.input_px;
    const uint8_t *square = f->store->square ? f->store->square + i * PRODUCT_BYTES(px) : f->square;
    enum st st = f->store->square ? ST_OK : product_store_decode(f->store, i, f->square, e);
    if (st) {
        return st;
    }
    struct image whole = {px, px, 3, (uint8_t *)square},
                 distorted = {0}; /* whole: borrowed, read */
    if (f->distort && (st = sample_distort(f->distort, f->o.seed, number, &whole, &distorted, e))) {
        return st;
    }
    struct product_window w = window_of(f, number);
    product_input(f->distort ? distorted.px : square, px, f->o.jitter > 0 ? &w : NULL, x);
    *l = f->store->labels[i];
    move_box(&w, px, l->box);
    image_release(&distorted);
    return ST_OK;
}

enum st product_feed_next(struct product_feed *f, float *x, struct product_labels *labels,
                          struct err *e)
{
    const struct sources *s = &f->s->sources;
    size_t floats = PRODUCT_BYTES(f->s->about.shape.input_px), n = 0, want = (size_t)f->o.batch;
    double share = !s->n_generators ? 1 : f->store->n ? s->dataset_share : 0;
    enum st st = ST_OK;
    for (int tries = 0; n < want && !st; tries++) {
        size_t before = n;
        uint64_t number = f->next++ * (uint64_t)f->workers + (uint64_t)f->worker;
        struct rng r = rng_stream(f->o.seed, RNG_LEARN_BATCH, number, 0);
        if (rng_unit(&r) < share) {
            size_t i = ((uint64_t)rng_u32(&r) << 32 | rng_u32(&r)) % f->store->n;
            st = take_recorded(f, i, number, x + n * floats, labels + n, e);
            n++;
        } else {
            st = take_generated(f, rng_below(&r, (uint32_t)s->n_generators), number, want, x,
                                labels, &n, e);
        }
        tries = n > before ? 0 : tries;
        if (tries == MAX_TRIES) {
            return err_set(e, ST_RECIPE, "%d samples in a row show no product of split train",
                           MAX_TRIES);
        }
    }
    return st;
}
