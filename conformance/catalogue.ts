/** One line of the catalogue. */
interface CatalogueEntry {
  readonly id: string;
  readonly role: 'server' | 'client' | 'both';
  readonly level: string;
  readonly title: string;
}

const ROLES: Readonly<Record<string, CatalogueEntry['role']>> = { S: 'server', C: 'client', B: 'both' };

/**
 * The catalogue that the cases were written from: number, side under test (`S`erver, `C`lient, `B`oth), level and title of each.
 * A number is never used again. What the generated families of area 14 hold is in no list.
 */
export const CATALOGUE: readonly CatalogueEntry[] = `
1.1 S must Simple handshake
1.2 S must S2 echoes C1
1.3 S should S1 layout
1.4 S should S1 is the server's own
1.5 S must Server is silent until C0
1.6 S must S2 waits for all of C1
1.7 S must Nothing before C2
1.8 S must Byte-at-a-time handshake
1.9 S must Everything pipelined
1.10 S must C2 and connect in one segment
1.11 S should C2 that does not echo
1.12 S should Future version
1.13 S should Deprecated version
1.14 S must Text on the RTMP port
1.15 S info Encrypted version
1.16 S must Non-zero C1 field without digest
1.17 S should Digest handshake, schema 1
1.18 S should Digest handshake, schema 0
1.19 S must Digest near miss
1.20 S should Digest offsets at the edges
1.21 S must Epoch extremes
1.22 S must Cut at every byte
1.23 C must Client speaks first
1.24 C should Client C1 layout
1.25 C must C2 waits for S1
1.26 C must Nothing else before S2
1.27 C must C2 content
1.28 C must Handshake delivered in pieces
1.29 C must Wrong S0
1.30 C should S2 that does not echo
2.1 B must Default chunk size inbound
2.2 B must Default chunk size outbound
2.3 B must Exactly one chunk
2.4 B must Exact multiple
2.5 B must Empty message
2.6 B must Large messages
2.7 B must One-byte csid
2.8 B must Two-byte csid
2.9 B must Three-byte csid
2.10 B should Long form of a short id
2.11 B should Smallest basic header sent
2.12 B must Type 0 absolute
2.13 B must Type 1 delta
2.14 B must Type 2 delta
2.15 B must Type 3 starts a message after type 1 or 2
2.16 B should Type 3 starts a message after type 0
2.17 B must Type 3 continuation adds no delta
2.18 B must Delta applied once across fragment and repeat
2.19 B must Two media streams interleaved
2.20 B must Control inside a media message
2.21 B must Many partial messages at once
2.22 B must Boundary of the extended timestamp
2.23 B must Extended timestamp on continuation chunks, inbound
2.24 B info Continuation without the extended field, inbound
2.25 B must Extended field on continuation chunks, outbound
2.26 B must Type 1/2 extension is a delta
2.27 B should Type 3 new message after an extended delta
2.28 B should Non-canonical extension
2.29 B should Wrap of the 32-bit clock
2.30 B must Time goes backward
2.31 B info First chunk of a stream is type 1
2.32 B must First chunk of a stream is type 2 or 3
2.33 B should Type 0 inside an unfinished message
2.34 B info Type 1 or 2 as a continuation
2.35 B must Length changes mid-message
2.36 B must Message stream id is little-endian
2.37 S should Two message streams on one csid
2.38 B must Chunk size grows while a message is partial
2.39 B must Chunk size shrinks while a message is partial
2.40 B must Segmentation invariance
2.41 B info Compact headers sent
2.42 B should Unknown message type
2.43 B should Reserved type 0
2.44 B must One csid for everything
2.45 B should Control and commands written plainly
3.1 B must Set Chunk Size honoured
3.2 B policy Chunk size 1
3.3 B must Chunk size 0
3.4 B should Top bit set
3.5 B must Huge chunk size
3.6 B should Set Chunk Size payload length
3.7 B should Control on the wrong stream
3.8 B must Directions are independent
3.9 B must Own chunk size announced before use
3.10 B must Abort drops the partial message
3.11 B should Abort, then type 3
3.12 B must Abort for nothing
3.13 B must Abort must not cross streams
3.14 B must Acknowledgement at the window
3.15 B must Acknowledgement carries a total
3.16 B should Acknowledgement wraps
3.17 B must Window of 0
3.18 B policy Window of 1
3.19 B info No window announced
3.20 B should Set Peer Bandwidth answered
3.21 B should Same bandwidth not answered twice
3.22 B info Limit types
3.23 B must Bad limit type
3.24 B info Sender stops at the peer's window
3.25 B must Unexpected acknowledgements
3.26 S should Order after connect
3.27 B must Control timestamps ignored
3.28 S must Control before connect
4.1 S should Stream Begin 0
4.2 S should Stream Begin on publish
4.3 S must Stream Begin on play
4.4 S should Stream EOF when the publisher leaves
4.5 S must Stream EOF at the end of a recording
4.6 S info Stream Dry
4.7 S must Set Buffer Length accepted
4.8 C info Set Buffer Length sent
4.9 S should Stream Is Recorded
4.10 C must Client answers Ping
4.11 S should Server answers Ping
4.12 B must Unasked Pong
4.13 B should Unknown events
4.14 B must Truncated events
4.15 B should Long event payload
4.16 B must Event in many chunks
4.17 B should Event on the wrong stream
4.18 S must Stream ids name what exists
5.1 B must Numbers
5.2 B must Boolean bytes
5.3 B must Strings
5.4 B must Invalid UTF-8
5.5 B should Long string
5.6 B must Object
5.7 B must ECMA array count is a hint
5.8 B should ECMA array without end marker
5.9 B must Strict array
5.10 B should Date
5.11 B must Null, undefined, unsupported
5.12 B should Reference
5.13 B should Typed object, XML
5.14 B must Reserved markers
5.15 B must Stray end marker
5.16 B should Trailing bytes
5.17 B must Truncation at every byte
5.18 B must Nesting bomb
5.19 B must Count bomb
5.20 B should Name without value
5.21 B should First value not a string
5.22 B must Format selector in type 17
5.23 B should Unknown format selector
5.24 B should AMF0 to AMF3 switch
5.25 B must U29 edges
5.26 B must AMF3 strings by reference
5.27 B should AMF3 objects, traits, cycles
5.28 B should AMF3 containers
5.29 B must Reference tables reset per message
5.30 S should Type 15 data message
6.1 S must Connect accepted
6.2 S should Connect result properties
6.3 S must Transaction id echoed
6.4 S info Connect with another txn
6.5 S must Minimal connect
6.6 S must Rich connect
6.7 S should Property spelling
6.8 S should App forms
6.9 S must Unknown app
6.10 S must Refused credentials
6.11 S should Adobe auth round
6.12 S should Second connect
6.13 S must Command before connect
6.14 S must Nothing but connect
6.15 S must createStream
6.16 S should Two streams
6.17 S should Stream ids reused safely
6.18 S policy Many streams
6.19 S should Unknown command wanting an answer
6.20 B must Unknown command wanting none
6.21 S must Publisher courtesies
6.22 S should Player courtesies
6.23 C must onBWDone not fatal
6.24 C must Client connect
6.25 C should Client waits for the connect result
6.26 C must Client told no
6.27 C info Redirect
6.28 C must Result with surprises
6.29 C must Wrong transaction
6.30 C must createStream result read, not assumed
6.31 C must createStream refused
6.32 C should Call from the server
6.33 B should close command
6.34 S should objectEncoding 3
6.35 S must Odd transaction ids
6.36 S should Shared object refused cleanly
6.37 S should First flight fits
6.38 S should Order of properties
7.1 S must Publish live
7.2 S must Publish with a transaction id
7.3 S should Publish without a type
7.4 S should Publish types
7.5 S must Name already in use
7.6 S must Name free again
7.7 S should Republish on the same connection
7.8 S should closeStream keeps the id
7.9 S must deleteStream
7.10 S must deleteStream of others
7.11 S should Unpublish courtesies
7.12 S should Publish on msid 0
7.13 S should Publish on an unknown msid
7.14 S must Publish while playing the same stream id
7.15 S must Names
7.16 S should Media before Start
7.17 S must Media before publish
7.18 S must Metadata forms
7.19 S info Metadata cleared
7.20 C must Client publishes
7.21 C should Client waits for Start
7.22 C must Client told no at publish
7.23 C should Client told to stop
7.24 C should Client ends politely
7.25 S should onFCPublish shape
7.26 S should publish(false)
7.27 C must The right status awaited
8.1 S must Play a live stream
8.2 S must Play argument forms
8.3 S must Play what is not there
8.4 S should Play before publish
8.5 S should PublishNotify
8.6 S should Chunk size before media
8.7 S info Sample access
8.8 S should Two plays on one connection
8.9 S should Play switch
8.10 S must Stop playing
8.11 S should receiveAudio false
8.12 S should receiveVideo false
8.13 S should Pause live
8.14 S must Pause a recording
8.15 S must Pause twice, unpause twice
8.16 S must Seek
8.17 S must Seek out of range
8.18 S should Seek on live
8.19 S should Seek while paused
8.20 S must Seek storm
8.21 S must Start and duration
8.22 S must End of a recording
8.23 S should Pacing
8.24 S info play2
8.25 C must Client play
8.26 C must Client play refused
8.27 C should Media before Start
8.28 C must Client at the end
8.29 S must Play status shape
9.1 S must Every frame, once, in order
9.2 S must Payload byte-identical
9.3 S should Interleaving kept
9.4 S must Timestamps kept
9.5 S must Composition time kept
9.6 S info Base of time
9.7 S must Late joiner gets headers
9.8 S must Late joiner starts at a key frame
9.9 S must Header change mid-stream
9.10 S must Audio only, video only
9.11 S should Track added later
9.12 S should Metadata update mid-stream
9.13 S should Other data messages
9.14 S should Unknown codec ids
9.15 S should Aggregate message in
9.16 S must Aggregate edges
9.17 S must Many subscribers
9.18 S must Slow subscriber does not hurt others
9.19 S should Publisher replaced
9.20 B must Big frame in small chunks
9.21 C must Client sends what it was given
9.22 C must Client receives what was sent
9.23 S must Media carries the stream's id
9.24 C should Media with odd ids tolerated
9.25 S must Opaque data message
9.26 S must Header with timestamp 0 in mid-stream
9.27 S must Audio ahead, small steps back
10.1 S should fourCcList seen
10.2 S should Info maps and capsEx
10.3 S should Wildcard
10.4 S must Malformed capability values
10.5 C should Client states support
10.6 C must Client result ignored safely
10.7 S must HEVC sequence start and frames
10.8 S should AV1, VP9, VP8, AVC, VVC by FourCC
10.9 S must Key frame detection
10.10 S should SequenceEnd
10.11 S should MPEG2TSSequenceStart
10.12 S should Metadata packet
10.13 S must Command frame
10.14 S must Enhanced audio
10.15 S should Opus with empty sequence start
10.16 S should MultichannelConfig
10.17 B must Audio silence and SequenceEnd
10.18 S should ModEx nanoseconds
10.19 B must ModEx long form
10.20 B must ModEx chain and unknown ModEx type
10.21 B must ModEx too short for its type
10.22 S should Multitrack, one track
10.23 S should Multitrack, many tracks
10.24 S should Multitrack, many codecs
10.25 B must Multitrack size lies
10.26 S should Multitrack headers kept per track
10.27 B must Unknown packet type, frame type or FourCC
10.28 B must Truncated enhanced header
10.29 S should Metadata track maps
10.30 C should Reconnect request
10.31 C must Reconnect not offered
10.32 C must Reconnect to nowhere
10.33 S should Server asks to reconnect
10.34 S info HEVC by the old codec id
10.35 S should Frame type 0 in an enhanced header
10.36 S should Enhanced media without negotiation
10.37 S must Track ids are per medium
10.38 S should Colour metadata: layout and order
11.1 S must Handshake timeout
11.2 S should Slow handshake is not reset by drops
11.3 S should Connect timeout
11.4 S should Idle after connect
11.5 S should Ping unanswered
11.6 S should Publisher silent
11.7 S must Player silent is normal
11.8 C must Client handshake timeout
11.9 C must Client command timeouts
11.10 C should Client starved
11.11 C must Client write blocked
11.12 S info Ping value and rate
11.13 B must Timers do not leak
11.14 B must Clock jumps
11.15 S must Nearly silent publisher
12.1 B must Truncation at every byte
12.2 B must Bit flips
12.3 B must Random bytes after the handshake
12.4 B must Structured fuzz
12.5 B must Declared length bomb
12.6 B must Chunk stream count bomb
12.7 S policy Command flood
12.8 B policy Ping flood
12.9 B must Ack flood
12.10 B must SPB/WAS flood
12.11 B must Set Chunk Size churn
12.12 B policy One-byte chunks
12.13 B must Zero-progress input
12.14 S must Slowloris
12.15 S policy Connection flood
12.16 S must Never reading
12.17 S must Metadata bomb
12.18 S must Sequence header bomb
12.19 S must GOP cache bomb
12.20 S must Path traversal
12.21 S should Log injection
12.22 B must Prototype pollution
12.23 S must Regex and URL parsing cost
12.24 S must Cross-stream injection
12.25 S should Amplification before auth
12.26 S must Secrets in replies
13.1 S must Client FIN at each state
13.2 S must Client RST at each state
13.3 C must Server FIN at each state
13.4 C must Server RST at each state
13.5 B must End inside a message
13.6 S should Server shutting down
13.7 S should Kick
13.8 S must Reconnect storm
13.9 C info Client reconnects
13.10 B must Clean state per connection
13.11 B must Data after close command
13.12 B must Both ends close at once
13.13 S should Half-open peer
13.14 B must Close while output is pending
`
  .trim()
  .split('\n')
  .map((line) => {
    const [id = '', role = '', level = '', ...title] = line.split(' ');
    return { id, role: ROLES[role] ?? 'both', level, title: title.join(' ') };
  });
