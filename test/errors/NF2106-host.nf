network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  a = image |> conv(4 maps, 3x3) |> relu
  a |> output x: dense(4, on 2)
  a |> output y: dense(4, host)
  a |> output z: maxpool(2x2, on same)
}
