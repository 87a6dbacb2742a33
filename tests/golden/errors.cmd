check tests/golden/broken.yaml
