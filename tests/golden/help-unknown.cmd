help image.heigth_px
