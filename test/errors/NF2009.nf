network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> output y: relu
}

network Other {
  input image: u8[3, 16, 16], scale 1/255
  weights random(1)
  image |> output y: tanh
}
