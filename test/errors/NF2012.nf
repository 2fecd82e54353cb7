network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> B |> output y: relu
  return image
}

block B(x) {
  x |> output inner: relu
  return x
  y = x |> tanh
}

block C(x) {
  y = x |> relu
}
