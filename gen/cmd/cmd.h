// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_CMD_H
#define ERSATZ_CMD_CMD_H
/* cmd - the verbs. Each takes its own argc and argv (argv[0] is the verb) and returns an exit code. */
int cmd_gen(int argc, char **argv);
int cmd_plan(int argc, char **argv);
int cmd_preview(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_convert(int argc, char **argv);
int cmd_catalogue(int argc, char **argv);
int cmd_fonts(int argc, char **argv);
int cmd_seal(int argc, char **argv);
int cmd_help(int argc, char **argv);
int cmd_schema(int argc, char **argv);
int cmd_train(int argc, char **argv);
int cmd_eval(int argc, char **argv);
int cmd_read(int argc, char **argv);
int cmd_index(int argc, char **argv);
int cmd_find(int argc, char **argv);
int cmd_clean(int argc, char **argv);

#endif
