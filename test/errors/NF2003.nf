network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> covn(4 maps, 3x3) |> relu |> Resdual(8) |> output y: softmax
}

block Residual(x, maps) {
  return x |> conv(maps, 3x3, same)
}
