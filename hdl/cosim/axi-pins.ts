// The m_axi_* ports of a design as views: one bit, or one field, per AXI port in each flat vector, port 0 lowest.
// A port that is missing or has the wrong width is refused by name.
import { type Model, type Port, type PortView, portOf } from './model.ts';

export interface AxiPins {
  readonly arvalid: PortView; readonly arready: PortView; readonly araddr: Uint32Array; readonly arlen: Uint8Array;
  readonly rvalid: PortView; readonly rready: PortView; readonly rdata: Uint32Array; readonly rresp: PortView; readonly rlast: PortView;
  readonly awvalid: PortView; readonly awready: PortView; readonly awaddr: Uint32Array; readonly awlen: Uint8Array;
  readonly wvalid: PortView; readonly wready: PortView; readonly wdata: Uint32Array; readonly wdataBytes: Uint8Array;
  readonly wstrb: Uint8Array; readonly wlast: PortView;
  readonly bvalid: PortView; readonly bready: PortView; readonly bresp: PortView;
  readonly arburst: Port | undefined; readonly arsize: Port | undefined; readonly awburst: Port | undefined; readonly awsize: Port | undefined;
}

export function bindPins(model: Model, portCount: number, bytesPerBeat: number): AxiPins {
  const pin = (name: string, bitsPerPort: number): Port => {
    const port = portOf(model, `m_axi_${name}`);
    if (port.widthBits !== bitsPerPort * portCount) {
      throw new Error(`m_axi_${name} has ${port.widthBits} bits; ${portCount} ports of ${bytesPerBeat} bytes need ${bitsPerPort * portCount}`);
    }
    return port;
  };
  const wordsOf = (port: Port): Uint32Array => new Uint32Array(port.bytes.buffer, port.bytes.byteOffset, port.bytes.length / 4);
  const bit = (name: string): PortView => pin(name, 1).view;
  const wdata = pin('wdata_o', 8 * bytesPerBeat);
  return {
    arvalid: bit('arvalid_o'), arready: bit('arready_i'), araddr: wordsOf(pin('araddr_o', 32)), arlen: pin('arlen_o', 8).bytes,
    rvalid: bit('rvalid_i'), rready: bit('rready_o'), rdata: wordsOf(pin('rdata_i', 8 * bytesPerBeat)), rresp: pin('rresp_i', 2).view, rlast: bit('rlast_i'),
    awvalid: bit('awvalid_o'), awready: bit('awready_i'), awaddr: wordsOf(pin('awaddr_o', 32)), awlen: pin('awlen_o', 8).bytes,
    wvalid: bit('wvalid_o'), wready: bit('wready_i'), wdata: wordsOf(wdata), wdataBytes: wdata.bytes,
    wstrb: pin('wstrb_o', bytesPerBeat).bytes, wlast: bit('wlast_o'),
    bvalid: bit('bvalid_i'), bready: bit('bready_o'), bresp: pin('bresp_i', 2).view,
    arburst: model.ports.get('m_axi_arburst_o'), arsize: model.ports.get('m_axi_arsize_o'),
    awburst: model.ports.get('m_axi_awburst_o'), awsize: model.ports.get('m_axi_awsize_o'),
  };
}

/** Byte enables of one port's beat, one bit per byte. */
export function readStrobe(bytes: Uint8Array, port: number, bytesPerBeat: number): number {
  return bytesPerBeat === 8 ? (bytes[port] as number) : (bytes[2 * port] as number) | ((bytes[2 * port + 1] as number) << 8);
}

/** Field `index` of a packed vector of small fields. */
export function fieldOf(port: Port, index: number, bits: number): number {
  const first = index * bits;
  const low = port.bytes[first >> 3] as number;
  const high = port.bytes[(first >> 3) + 1] ?? 0;
  return ((low | (high << 8)) >> (first & 7)) & ((1 << bits) - 1);
}
