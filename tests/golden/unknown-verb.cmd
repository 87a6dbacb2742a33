previw recipes/demo.yaml
