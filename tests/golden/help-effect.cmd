help defocus
