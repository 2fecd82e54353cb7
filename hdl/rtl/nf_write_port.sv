// One AXI write port shared by several channels: a burst at a time, address and data side by side, responses counted.
module nf_write_port #(
  parameter int Channels = 4,
  parameter int AxiBytes = 8,
  parameter int Responses = 15
) (
  input  logic                           clk_i,
  input  logic                           rst_ni,
  input  logic                           halt_i,
  input  logic [Channels-1:0]            request_i,
  input  logic [Channels*32-1:0]         address_i,
  input  logic [Channels*9-1:0]          words_i,
  input  logic [Channels*AxiBytes*8-1:0] data_i,
  output logic [Channels-1:0]            grant_o,
  output logic [Channels-1:0]            pop_o,
  output logic                           quiet_o,
  output logic                           error_o,
  output logic                           awvalid_o,
  input  logic                           awready_i,
  output logic [31:0]                    awaddr_o,
  output logic [7:0]                     awlen_o,
  output logic                           wvalid_o,
  input  logic                           wready_i,
  output logic [AxiBytes*8-1:0]          wdata_o,
  output logic [AxiBytes-1:0]            wstrb_o,
  output logic                           wlast_o,
  input  logic                           bvalid_i,
  input  logic [1:0]                     bresp_i
);
  localparam int IndexBits = (Channels > 1) ? $clog2(Channels) : 1;
  logic                 awvalid_q;
  logic [31:0]          awaddr_q;
  logic [7:0]           awlen_q;
  logic [8:0]           left_q;
  logic [3:0]           pending_q;
  logic [IndexBits-1:0] index, channel_q;
  wire idle = ~awvalid_q & (left_q == 9'd0);
  wire can = idle & ~halt_i & (pending_q < 4'(Responses));
  wire any = can & (request_i != '0);
  nf_round_robin #(.Count(Channels)) u_choice (
    .clk_i, .rst_ni, .request_i, .enable_i(can), .grant_o, .index_o(index)
  );
  wire [8:0] words = words_i[9*index +: 9];
  wire [8:0] length = words - 9'd1;
  wire accepted = wvalid_o & wready_i;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      awvalid_q <= 1'b0; awaddr_q <= '0; awlen_q <= '0; left_q <= '0; pending_q <= '0; channel_q <= '0;
    end else begin
      pending_q <= pending_q + 4'(any) - 4'(bvalid_i);
      if (any) begin
        awvalid_q <= 1'b1;
        awaddr_q <= address_i[32*index +: 32];
        awlen_q <= length[7:0];
        left_q <= words;
        channel_q <= index;
      end else begin
        if (awready_i) awvalid_q <= 1'b0;
        if (accepted) left_q <= left_q - 9'd1;
      end
    end
  end
  always_comb begin
    for (int k = 0; k < Channels; k++) pop_o[k] = accepted & (channel_q == IndexBits'(k));
  end
  assign awvalid_o = awvalid_q;
  assign awaddr_o = awaddr_q;
  assign awlen_o = awlen_q;
  assign wvalid_o = left_q != 9'd0;
  assign wdata_o = data_i[AxiBytes*8*channel_q +: AxiBytes*8];
  assign wstrb_o = '1;
  assign wlast_o = left_q == 9'd1;
  assign quiet_o = idle & (pending_q == 4'd0);
  assign error_o = bvalid_i & bresp_i[1];
  // Bits that carry nothing here.
  wire unused = &{1'b0, bresp_i[0], length[8]};
endmodule
