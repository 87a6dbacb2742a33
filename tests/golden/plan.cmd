plan tests/golden/picture.yaml 4
