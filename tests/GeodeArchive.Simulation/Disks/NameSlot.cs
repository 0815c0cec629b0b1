using GeodeArchive.Io.Files;

namespace GeodeArchive.Simulation.Disks;

/// <summary>A name in a directory, and what it stands for after a change.</summary>
internal readonly record struct NameSlot(DirectoryNode Directory, FileName Name, SimulatedNode? After);
