network Net {
  weights random(1)
  k = 3
}
