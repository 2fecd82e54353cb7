// One AXI read port shared by several channels: address register, order of bursts, data to the channel at its head.
// Never more than Outstanding bursts unfinished; data is always accepted, because channels reserve their space.
module nf_read_port #(
  parameter int Channels = 4,
  parameter int Outstanding = 8
) (
  input  logic                     clk_i,
  input  logic                     rst_ni,
  input  logic                     halt_i,
  input  logic [Channels-1:0]      request_i,
  input  logic [Channels*32-1:0]   address_i,
  input  logic [Channels*9-1:0]    words_i,
  output logic [Channels-1:0]      grant_o,
  output logic [Channels-1:0]      push_o,
  output logic                     quiet_o,
  output logic                     error_o,
  output logic                     arvalid_o,
  input  logic                     arready_i,
  output logic [31:0]              araddr_o,
  output logic [7:0]               arlen_o,
  input  logic                     rvalid_i,
  input  logic [1:0]               rresp_i,
  input  logic                     rlast_i
);
  localparam int IndexBits = (Channels > 1) ? $clog2(Channels) : 1;
  localparam int CountBits = $clog2(Outstanding + 1);
  logic                 arvalid_q;
  logic [31:0]          araddr_q;
  logic [7:0]           arlen_q;
  logic [CountBits-1:0] pending;
  logic [IndexBits-1:0] index, head;
  wire free = ~arvalid_q | arready_i;
  wire can = free & ~halt_i & (pending < CountBits'(Outstanding));
  wire any = can & (request_i != '0);
  wire finished = rvalid_i & rlast_i;
  nf_round_robin #(.Count(Channels)) u_choice (
    .clk_i, .rst_ni, .request_i, .enable_i(can), .grant_o, .index_o(index)
  );
  nf_fifo #(.Width(IndexBits), .Depth(Outstanding)) u_order (
    .clk_i, .rst_ni, .push_i(any), .data_i(index), .pop_i(finished), .data_o(head), .count_o(pending)
  );
  wire [8:0] words = words_i[9*index +: 9];
  wire [8:0] length = words - 9'd1;
  always_ff @(posedge clk_i or negedge rst_ni) begin
    if (!rst_ni) begin
      arvalid_q <= 1'b0; araddr_q <= '0; arlen_q <= '0;
    end else if (free) begin
      arvalid_q <= any;
      if (any) begin
        araddr_q <= address_i[32*index +: 32];
        arlen_q <= length[7:0];
      end
    end
  end
  always_comb begin
    for (int k = 0; k < Channels; k++) push_o[k] = rvalid_i & (head == IndexBits'(k));
  end
  assign arvalid_o = arvalid_q;
  assign araddr_o = araddr_q;
  assign arlen_o = arlen_q;
  assign quiet_o = ~arvalid_q & (pending == '0);
  assign error_o = rvalid_i & rresp_i[1];
  // Bits that carry nothing here.
  wire unused = &{1'b0, rresp_i[0], length[8]};
endmodule
