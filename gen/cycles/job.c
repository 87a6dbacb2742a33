// SPDX-License-Identifier: MIT
#include "cycles/job.h"

#include "base/json.h"

enum {
    PROTOCOL = 1,
    MAX_BOUNCES = 4,
    TRANSMISSION_BOUNCES = 12 /* three bottles one behind the other; what is cut off is black */,
    TRANSPARENT_BOUNCES = 16 /* labels on clear packs behind each other */,
    MAX_TRIANGLES = 4000000
};
#define CLAMP_INDIRECT 3.0
#define NEAR_M 0.001 /* as the rasteriser */
#define FAR_M 1000.0
#define ALPHA_THRESHOLD 0.5 /* what is half solid is an object to index and depth */
#define PLASTIC_IOR \
    1.5 /* specular 0.5 then means 4 % in all versions of Blender; clear materials have their own */
#define BUMP_DETAIL 2.0

static void number(struct json *j, const char *key, double v)
{
    json_key(j, key);
    json_double(j, v);
}

static void whole(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

static void truth(struct json *j, const char *key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}

static void string(struct json *j, const char *key, const char *v)
{
    json_key(j, key);
    if (v) {
        json_str(j, v);
    } else {
        json_put_null(j);
    }
}

static void color(struct json *j, const char *key, const float v[3])
{
    json_key(j, key);
    json_array(j);
    for (int k = 0; k < 3; k++) {
        json_double(j, (double)v[k]);
    }
    json_end_array(j);
}

static void xform(struct json *j, const char *key, const struct xform *t)
{
    json_key(j, key);
    json_array(j);
    for (int i = 0; i < 3; i++) {
        json_array(j);
        for (int k = 0; k < 4; k++) {
            json_double(j, t->m[i][k]);
        }
        json_end_array(j);
    }
    json_end_array(j);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static void write_render(struct json *j, const struct render_settings *r, int threads)
{
    int bounces = r->max_bounces ? r->max_bounces : MAX_BOUNCES;
    json_key(j, "render");
    json_object(j);
    whole(j, "threads", threads);
    whole(j, "width_px", r->width_px);
    whole(j, "height_px", r->height_px);
    whole(j, "samples", r->samples);
    whole(j, "seed", r->seed & 0x7fffffff);
    whole(j, "max_bounces", bounces + TRANSMISSION_BOUNCES);
    whole(j, "diffuse_bounces", (bounces + 1) / 2);
    whole(j, "glossy_bounces", (bounces + 1) / 2);
    whole(j, "transmission_bounces", TRANSMISSION_BOUNCES);
    whole(j, "transparent_bounces", TRANSPARENT_BOUNCES);
    number(j, "clamp_direct", 0);
    number(j, "clamp_indirect", r->clamp_indirect > 0 ? r->clamp_indirect : CLAMP_INDIRECT);
    truth(j, "caustics", true);
    number(j, "blur_glossy", 1);
    number(j, "light_threshold", 0.01);
    truth(j, "light_tree", true);
    json_key(j, "sampling_patterns");
    json_array(j);
    json_str(j, "PROGRESSIVE_MULTI_JITTER");
    json_str(j, "TABULATED_SOBOL");
    json_end_array(j);
    string(j, "filter", "BLACKMAN_HARRIS");
    number(j, "filter_width_px", 1.5);
    number(j, "alpha_threshold", ALPHA_THRESHOLD);
    truth(j, "denoise", r->oidn);
    truth(j, "half", true);
    json_end_object(j);
}

static void write_camera(struct json *j, const struct camera *c, const struct render_settings *r)
{
    struct xform world_from_camera = xform_rigid_inverse(&c->cam_from_world);
    json_key(j, "camera");
    json_object(j);
    xform(j, "world_from_camera", &world_from_camera);
    number(j, "f_px", r->f_px);
    number(j, "cx_px", r->cx_px);
    number(j, "cy_px", r->cy_px);
    number(j, "aperture_m", c->aperture_m);
    number(j, "focus_m", c->focus_m);
    number(j, "near_m", NEAR_M);
    number(j, "far_m", FAR_M);
    json_end_object(j);
}

static void write_light(struct json *j, const struct light *l)
{
    static const char *const kind[] = {
        [LIGHT_AREA] = "AREA", [LIGHT_SPOT] = "SPOT", [LIGHT_POINT] = "POINT"};
    json_object(j);
    string(j, "kind", kind[l->kind]);
    xform(j, "world_from_light", &l->world_from_light);
    number(j, "width_m", l->width_m);
    number(j, "height_m", l->height_m);
    number(j, "power_w", l->power_w);
    color(j, "color", l->color);
    number(j, "cone_rad", l->cone_rad);
    number(j, "blend", l->blend);
    truth(j, "camera_hidden", true); /* else it would hide things from the index pass */
    json_end_object(j);
}

static void write_texture(struct json *j, const struct texture *t)
{
    json_object(j);
    string(j, "key", t->key);
    whole(j, "width_px", t->im->width_px);
    whole(j, "height_px", t->im->height_px);
    truth(j, "alpha", t->im->channels == 4);
    string(j, "interpolation", "Linear");
    string(j, "extension", "REPEAT"); /* labels around a can meet at their ends */
    json_end_object(j);
}

static void write_bump(struct json *j, const struct material *m)
{
    json_key(j, "bump");
    if (!(m->bump > 0 && m->bump_scale_m > 0)) {
        json_put_null(j);
        return;
    }
    json_object(j);
    number(j, "height_m", (double)m->bump * (double)m->bump_scale_m);
    number(j, "scale_per_m", 1 / (double)m->bump_scale_m);
    /* a place on the noise's fourth axis: apart by more than its grain, small enough for a float's fraction */
    number(j, "seed_w", 1.7 * (m->bump_seed % 4096));
    number(j, "detail", BUMP_DETAIL);
    json_end_object(j);
}

/* Emission as a colour of at most 1 and a strength. */
static void write_emission(struct json *j, const float e[3])
{
    float most = e[0] > e[1] ? e[0] : e[1];
    most = most > e[2] ? most : e[2];
    float c[3] = {0};
    for (int k = 0; k < 3 && most > 0; k++) {
        c[k] = e[k] / most;
    }
    color(j, "emission_color", c);
    number(j, "emission_strength", most > 0 ? (double)most : 0);
}

static void write_material(struct json *j, const struct material *m)
{
    json_object(j);
    color(j, "base_color", m->base_color);
    json_key(j, "texture");
    if (m->texture == SCENE_NONE) {
        json_put_null(j);
    } else {
        json_int(j, m->texture);
    }
    number(j, "roughness", (double)m->roughness);
    number(j, "metallic", (double)m->metallic);
    number(j, "specular", (double)m->specular);
    number(j, "transmission", (double)m->transmission);
    number(j, "ior", m->transmission > 0 ? (double)m->ior : PLASTIC_IOR);
    number(j, "coat", (double)m->coat);
    number(j, "coat_roughness", (double)m->coat_roughness);
    number(j, "alpha", (double)m->alpha);
    write_emission(j, m->emission);
    string(j, "distribution", "GGX");
    write_bump(j, m);
    json_end_object(j);
}

static void write_object(struct json *j, const struct scene *s, size_t k)
{
    const struct object *o = &s->object[k];
    json_object(j);
    whole(j, "mesh", o->mesh);
    json_key(j, "materials");
    json_array(j);
    for (int i = 0; i < least(s->mesh[o->mesh]->n_slots, MESH_MAX_SLOTS); i++) {
        json_int(j, o->material[i]);
    }
    json_end_array(j);
    xform(j, "world_from_object", &o->world_from_object);
    whole(j, "index", (int64_t)k + 1);
    truth(j, "camera_hidden", o->camera_hidden);
    json_end_object(j);
}

int job_needs_labels(const struct scene *s, const struct render_settings *r)
{
    return r->clean_labels || s->camera.aperture_m > 0;
}

static void write_head(struct json *j, uint64_t id, const char *kind)
{
    json_object(j);
    whole(j, "protocol", PROTOCOL);
    whole(j, "id", (int64_t)id);
    string(j, "kind", kind);
}

void job_write_frame(const struct scene *s, const struct render_settings *r,
                     const struct job_place *p, struct buf *out)
{
    struct json j = json_to(out);
    write_head(&j, p->id, "frame");
    json_key(&j, "folders");
    json_array(&j);
    json_str(&j, p->folders[0]);
    json_str(&j, p->folders[1]);
    json_end_array(&j);
    string(&j, "result", p->result);
    string(&j, "labels_result", p->labels_result);
    write_render(&j, r, p->threads);
    write_camera(&j, &s->camera, r);
    color(&j, "ambient", s->ambient);
    json_key(&j, "lights");
    json_array(&j);
    for (size_t i = 0; i < s->n_lights; i++) {
        write_light(&j, &s->light[i]);
    }
    json_end_array(&j);
    json_key(&j, "textures");
    json_array(&j);
    for (size_t i = 0; i < s->n_textures; i++) {
        write_texture(&j, &s->texture[i]);
    }
    json_end_array(&j);
    json_key(&j, "materials");
    json_array(&j);
    for (size_t i = 0; i < s->n_materials; i++) {
        write_material(&j, &s->material[i]);
    }
    json_end_array(&j);
    json_key(&j, "meshes");
    json_array(&j);
    for (size_t i = 0; i < s->n_meshes; i++) {
        json_str(&j, s->mesh[i]->key);
    }
    json_end_array(&j);
    json_key(&j, "objects");
    json_array(&j);
    for (size_t i = 0; i < s->n_objects; i++) {
        write_object(&j, s, i);
    }
    json_end_array(&j);
    json_end_object(&j);
    buf_addc(out, '\n');
}

void job_write_bake(uint64_t id, const char *model, const char *result, struct buf *out)
{
    struct json j = json_to(out);
    write_head(&j, id, "bake");
    string(&j, "model", model);
    string(&j, "result", result);
    whole(&j, "max_slots", MESH_MAX_SLOTS);
    whole(&j, "max_triangles", MAX_TRIANGLES);
    json_end_object(&j);
    buf_addc(out, '\n');
}
