gen recipes/demo.yaml -o x --shard 3/2
