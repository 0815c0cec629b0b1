using GeodeArchive.Format;
using GeodeArchive.Repository.Scanning;

namespace GeodeArchive.Inspect.Scanning;

/// <summary>A frame of a log whose header is right.</summary>
/// <param name="Header">The header.</param>
/// <param name="Bytes">The whole frame, valid until the next one is read; empty if its records are damaged.</param>
/// <param name="IsReached">Whether it belongs to the stream. What lies behind the end of the stream does not.</param>
/// <param name="Break">Why it does not go on from the frame before it; null if it does.</param>
internal readonly record struct ScannedFrame(LogFrameHeader Header, ReadOnlyMemory<byte> Bytes, bool IsReached, FailedCheck? Break);
