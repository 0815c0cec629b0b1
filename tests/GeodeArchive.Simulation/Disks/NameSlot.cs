namespace GeodeArchive.Simulation.Disks;

using GeodeArchive.Io.Files;

/// <summary>A name in a directory, and what it stands for after a change.</summary>
internal readonly record struct NameSlot(DirectoryNode Directory, FileName Name, SimulatedNode? After);
