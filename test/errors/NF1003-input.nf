network Net {
  input image u8[3, 16, 16]
  weights random(1)
  image |> output y: dense(2)
}
