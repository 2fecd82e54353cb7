network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> r1: Residual(8 maps, stride 2) |> output y: dense(2)
}

block Residual(x, maps, stride = 1) {
  body = x |> conv(maps, 3x3, stride, same) |> relu
  return add(body, x)
}
