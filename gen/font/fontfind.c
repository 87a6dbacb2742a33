// SPDX-License-Identifier: MIT
#include "font/fontfind.h"

#include <fontconfig/fontconfig.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "font/face.h"
#include "recipe/bind.h"
#include "recipe/names.h"
#include "recipe/problems.h"

static struct found *add(struct found_list *l)
{
    if (l->n == l->cap) {
        size_t cap = l->cap ? l->cap * 2 : 32;
        struct found *v = arena_zarray(l->arena, struct found, cap);
        if (l->n) {
            memcpy(v, l->v, l->n * sizeof *v);
        }
        l->v = v;
        l->cap = cap;
    }
    l->v[l->n] = (struct found){0};
    return &l->v[l->n++];
}

static const char *copy(struct found_list *l, const void *s)
{
    return arena_dup(l->arena, s, strlen(s));
}

/* --- families by fontconfig --------------------------------------------------------------------------- */

/* Regular, bold, italic, bold italic at normal width: what a set means by a family. */
static bool basic_face(FcPattern *f)
{
    int weight = FC_WEIGHT_REGULAR, width = FC_WIDTH_NORMAL;
    FcPatternGetInteger(f, FC_WEIGHT, 0, &weight);
    FcPatternGetInteger(f, FC_WIDTH, 0, &width);
    return width == FC_WIDTH_NORMAL &&
           ((weight >= FC_WEIGHT_BOOK && weight <= FC_WEIGHT_MEDIUM) || weight == FC_WEIGHT_BOLD);
}

static int by_path_and_index(const void *x, const void *y)
{
    const struct found *a = x, *b = y;
    int c = strcmp(a->path, b->path);
    return c ? c : a->index - b->index;
}

static void add_matches(struct found_list *l, FcFontSet *fs, const char *set, bool all_faces)
{
    for (int i = 0; i < fs->nfont; i++) {
        FcPattern *f = fs->fonts[i];
        FcChar8 *path = NULL, *family = NULL, *style = NULL;
        int index = 0;
        FcBool outline = FcFalse;
        FcPatternGetBool(f, FC_OUTLINE, 0, &outline);
        FcPatternGetInteger(f, FC_INDEX, 0, &index);
        if (!outline || index >> 16 || (!all_faces && !basic_face(f)) ||
            FcPatternGetString(f, FC_FILE, 0, &path) || FcPatternGetString(f, FC_FAMILY, 0, &family)) {
            continue; /* a named instance (index >> 16) is the variable face itself with other axes */
        }
        FcPatternGetString(f, FC_STYLE, 0, &style);
        struct found *v = add(l);
        v->family = copy(l, family);
        v->style = style ? copy(l, style) : "";
        v->path = copy(l, path);
        v->set = set;
        v->index = index;
    }
}

/* '-' begins a size in fontconfig's syntax; in our names it is a letter. */
static FcPattern *parse_name(struct found_list *l, const char *name)
{
    char *esc = arena_alloc(l->arena, 2 * strlen(name) + 1), *p = esc;
    bool family = true;
    for (const char *s = name; *s; s++) {
        family = family && *s != ':';
        if (family && (*s == '-' || *s == '\\' || *s == ',')) {
            *p++ = '\\';
        }
        *p++ = *s;
    }
    *p = 0;
    return FcNameParse((const FcChar8 *)esc);
}

void fontfind_family(struct found_list *l, const char *name, const char *set, double weight,
                     bool all_faces, size_t *n_added)
{
    *n_added = 0;
    FcPattern *pattern = parse_name(l, name);
    FcObjectSet *want = FcObjectSetBuild(FC_FILE, FC_INDEX, FC_FAMILY, FC_STYLE, FC_WEIGHT, FC_WIDTH,
                                         FC_OUTLINE, (char *)NULL);
    FcFontSet *fs = pattern && want ? FcFontList(NULL, pattern, want) : NULL;
    size_t from = l->n;
    if (fs) {
        add_matches(l, fs, set, all_faces || strchr(name, ':'));
        if (l->n == from) { /* a family without a regular face */
            add_matches(l, fs, set, true);
        }
        FcFontSetDestroy(fs);
    }
    if (want) {
        FcObjectSetDestroy(want);
    }
    if (pattern) {
        FcPatternDestroy(pattern);
    }
    size_t n = l->n - from;
    if (n) {
        qsort(l->v + from, n, sizeof *l->v, by_path_and_index);
    }
    for (size_t i = from; i < l->n; i++) {
        l->v[i].weight = weight / (double)n;
    }
    *n_added = n;
}

/* --- set files ----------------------------------------------------------------------------------------------- */

struct set_family {
    const char *name, *package;
    const char *file; /* where fontconfig does not look; NULL = found by name */
    double weight, bolder_em;
    bool all_faces;
};

static void bind_family(struct binder *b, const struct node *v, struct set_family *out)
{
    static const struct limits weight = {0.001, 1000, "", NULL, false};
    static const struct limits bolder = {-0.05, 0.05, "em", NULL, false};
    static const struct limits faces = {.unit = "", .names = "basic|all"};
    static const char *const keys[] = {"family", "weight", "faces", "package", "file", "bolder_em"};
    double x = 0;
    *out = (struct set_family){.weight = 1};
    if (v->kind == NODE_SCALAR) {
        bind_string(b, "family", v, &out->name);
        return;
    }
    for (size_t i = 0; v->kind == NODE_MAP && i < v->n; i++) {
        const char *key = v->key[i].text;
        const struct node *item = &v->item[i];
        if (!strcmp(key, "family")) {
            bind_string(b, key, item, &out->name);
        } else if (!strcmp(key, "package")) {
            bind_string(b, key, item, &out->package);
        } else if (!strcmp(key, "file")) {
            bind_string(b, key, item, &out->file);
        } else if (!strcmp(key, "weight")) {
            bind_number(b, key, item, &weight, &out->weight);
        } else if (!strcmp(key, "bolder_em")) {
            bind_number(b, key, item, &bolder, &out->bolder_em);
        } else if (!strcmp(key, "faces")) {
            out->all_faces = bind_number(b, key, item, &faces, &x) && x > 0;
        } else {
            bind_unknown(b, &v->key[i], "a family", keys, sizeof keys / sizeof *keys);
        }
    }
    if (!out->name) {
        bind_problem(b, v, "a family is a name or a mapping with the key 'family'");
    }
}

/* Packages are named once each, in the order of the sets. */
static void note_missing(struct found_list *l, const struct set_family *f)
{
    buf_printf(&l->lacking, "%s%s", l->lacking.len ? ", " : "", f->name);
    if (f->package && (!l->missing.data || !strstr(l->missing.data, f->package))) {
        buf_printf(&l->missing, "%s%s", l->missing.len ? " " : "", f->package);
    }
}

/* A font file named in the set; 0 if it is not there. */
static size_t add_file(struct found_list *l, const struct set_family *f, const char *set)
{
    if (!face_count(f->file)) {
        return 0;
    }
    *add(l) = (struct found){
        .family = copy(l, f->name), .path = copy(l, f->file), .set = set, .weight = f->weight};
    return 1;
}

static void bind_set(struct binder *b, struct found_list *l, const struct node *root, const char *set)
{
    static const char *const keys[] = {"description", "families"};
    const struct node *families = tree_get(root, "families");
    for (size_t i = 0; root->kind == NODE_MAP && i < root->n; i++) {
        if (strcmp(root->key[i].text, keys[0]) && strcmp(root->key[i].text, keys[1])) {
            bind_unknown(b, &root->key[i], "a font set", keys, 2);
        }
    }
    if (!families || families->kind != NODE_SEQ) {
        bind_problem(b, families ? families : root, "a font set needs 'families', a list");
        return;
    }
    for (size_t i = 0; i < families->n; i++) {
        struct set_family f;
        size_t n = 0;
        bind_family(b, &families->item[i], &f);
        if (f.name) {
            if (f.file) {
                n = add_file(l, &f, set);
            } else {
                fontfind_family(l, f.name, set, f.weight, f.all_faces, &n);
            }
            if (!n) {
                note_missing(l, &f);
            }
            for (size_t k = l->n - n; k < l->n; k++) {
                l->v[k].bolder_em = f.bolder_em;
            }
        }
    }
}

/* The set a person may have meant: the files beside "fonts/basic.yaml". */
static const char *nearest_set(struct found_list *l, const char *name)
{
    enum { MAX = 64 };
    const char *basic = share_path(l->arena, "fonts/basic.yaml"), **path, *known[MAX];
    size_t n = 0, n_paths = 0;
    const char *dir =
        basic ? arena_dup(l->arena, basic, strlen(basic) - strlen("/basic.yaml")) : NULL;
    if (dir && files_glob(dir, l->arena, &path, &n_paths, NULL)) {
        n_paths = 0;
    }
    for (size_t i = 0; i < n_paths && n < MAX; i++) {
        const char *file = strrchr(path[i], '/') + 1, *dot = strstr(file, ".yaml");
        if (dot && dot - file < 60) {
            known[n++] = arena_dup(l->arena, file, (size_t)(dot - file));
        }
    }
    const char *near = names_nearest(name, known, n);
    return near ? arena_printf(l->arena, "did you mean '%s'?", near) : "fonts/*.yaml are the sets";
}

static enum st read_set(struct found_list *l, const char *name, struct err *e)
{
    const char *path = strchr(name, '/') || strchr(name, '.')
                           ? name
                           : share_path(l->arena, arena_printf(l->arena, "fonts/%s.yaml", name));
    if (!path) {
        return err_set(e, ST_RECIPE, "font.sets: there is no font set '%s' (%s)", name,
                       nearest_set(l, name));
    }
    struct buf text = {0}, problems = {0};
    struct node root;
    int line, column;
    struct err parse = {0};
    enum st st = file_read(path, &text, e);
    if (!st && tree_parse(l->arena, text.data ? text.data : "", text.len, &root, &line, &column, &parse)) {
        st = err_set(e, ST_RECIPE, "%s:%d:%d: %s", path, line, column, parse.msg);
    }
    if (!st) {
        struct binder b = {.name = path, .arena = l->arena, .problems = &problems};
        bind_set(&b, l, &root, copy(l, name));
        if (b.count) {
            st = err_set(e, ST_RECIPE, "%.*s", (int)strcspn(problems.data, "\n"), problems.data);
        }
    }
    buf_release(&text);
    buf_release(&problems);
    return st;
}

/* --- folders ------------------------------------------------------------------------------------------------- */

static bool font_name(const char *path)
{
    static const char *const ends[] = {".ttf", ".otf", ".ttc", ".otc", ".woff", ".woff2"};
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < sizeof ends / sizeof *ends; i++) {
        if (!strcasecmp(dot, ends[i])) {
            return true;
        }
    }
    return false;
}

static enum st read_dir(struct found_list *l, const char *dir, struct err *e)
{
    const char **path;
    size_t n, before = l->n;
    if (!dir_exists(dir)) {
        return err_set(e, ST_RECIPE, "font.dirs: '%s' is not a folder", dir);
    }
    if (files_glob(dir, l->arena, &path, &n, NULL)) {
        n = 0; /* an empty folder */
    }
    for (size_t i = 0; i < n; i++) {
        unsigned faces = font_name(path[i]) ? face_count(path[i]) : 0;
        if (font_name(path[i]) && !faces) {
            return err_set(e, ST_RECIPE, "font.dirs: '%s' is not a font", path[i]);
        }
        for (unsigned k = 0; k < faces; k++) {
            *add(l) = (struct found){
                .path = path[i], .set = "dirs", .index = (int)k, .weight = 1, .users = true};
        }
    }
    return l->n > before
               ? ST_OK
               : err_set(e, ST_RECIPE,
                         "font.dirs: no font files below '%s' (.ttf .otf .ttc .woff .woff2)", dir);
}

/* --- the recipe ---------------------------------------------------------------------------------------------- */

/* A wrong entry of one of the recipe's lists: where it stands goes in front. */
static enum st note(struct found_list *l, const struct recipe *r, const char *entry, enum st st,
                    struct buf *problems, struct err *e)
{
    return st ? problem_note(problems, err_wrap(e, st, "%s", recipe_where(r, entry, l->arena)), e)
              : ST_OK;
}

static enum st named_families(struct found_list *l, const struct recipe *r, const char *const *name,
                              size_t n, const char *key, struct buf *problems, struct err *e)
{
    enum st st = ST_OK;
    for (size_t i = 0; i < n && !st; i++) {
        size_t added;
        fontfind_family(l, name[i], key, 1, false, &added);
        if (!added) {
            err_set(e, ST_RECIPE,
                    "font.%s: family '%s' is not installed (fc-list lists the families that are)",
                    key, name[i]);
            st = note(l, r, name[i], ST_RECIPE, problems, e);
        }
    }
    return st;
}

static enum st find_all(struct found_list *l, const struct recipe *r, struct buf *problems,
                        struct err *e)
{
    enum st st = ST_OK;
    size_t before = problems ? problems->len : 0;
    for (size_t i = 0; i < r->n_font_sets && !st; i++) {
        st = note(l, r, r->font_sets[i], read_set(l, r->font_sets[i], e), problems, e);
    }
    (void)(st || (st = named_families(l, r, r->font_families, r->n_font_families, "families",
                                      problems, e)));
    for (size_t i = 0; i < r->n_font_dirs && !st; i++) {
        st = note(l, r, r->font_dirs[i], read_dir(l, r->font_dirs[i], e), problems, e);
    }
    size_t chosen = l->n;
    for (size_t i = 0; i < r->n_font_mix && !st; i++) {
        st = note(l, r, r->font_mix[i], read_set(l, r->font_mix[i], e), problems, e);
    }
    for (size_t i = chosen; i < l->n; i++) {
        l->v[i].mix = true;
    }
    bool none = !st && !chosen && (!problems || problems->len == before);
    (void)(st || none || /* fallback families stand last */
           (st = named_families(l, r, r->font_fallback, r->n_font_fallback, "fallback", problems,
                                e)));
    if (!st && problems && problems->len > before) {
        return err_set(e, ST_RECIPE, "'%s' has wrong fonts", r->path ? r->path : "recipe");
    }
    return none ? err_set(e, ST_RECIPE,
                          "none of the sets' families is installed: %s (apt-get install %s)",
                          l->lacking.data ? l->lacking.data : "",
                          l->missing.data ? l->missing.data : "fonts")
                : st;
}

enum st fontfind_recipe(struct found_list *l, const struct recipe *r, struct buf *problems,
                        struct err *e)
{
    bool by_name = r->n_font_sets || r->n_font_mix || r->n_font_families || r->n_font_fallback;
    if (by_name && !FcInit()) {
        return err_set(e, ST_IO, "fontconfig cannot start (is it configured?)");
    }
    struct err found = {0};
    enum st st = find_all(l, r, problems, &found);
    if (by_name) {
        FcFini(); /* its caches are as large as all that is kept */
    }
    return st ? err_set(e, st, "%s", found.msg) : ST_OK;
}
