network Net {
  input image: u8[3, 16, 16], scale 1/255
  weights rnadom(1)
  image |> output y: dense(2)
}
