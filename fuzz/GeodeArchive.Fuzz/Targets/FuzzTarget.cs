using System.Collections.Immutable;
using GeodeArchive.Format;
using GeodeArchive.Simulation;

namespace GeodeArchive.Fuzz.Targets;

/// <summary>Something that takes bytes which it cannot trust.</summary>
public sealed record FuzzTarget
{
    /// <summary>Lower case, with dashes; also the name of its regression files.</summary>
    public required string Name { get; init; }

    /// <summary>Makes inputs that it accepts; the same at each call.</summary>
    public required Func<IReadOnlyList<byte[]>> MakeSamples { get; init; }

    /// <summary>
    /// Gives it an input. Returns whether the input was accepted, and if so has checked whatever must hold then; throws what
    /// <see cref="IsRefusal"/> knows for an input that is refused. Anything else is a finding.
    /// </summary>
    public required Func<byte[], bool> Run { get; init; }

    /// <summary>The decoders of the format that it reaches, as <c>Type.Method</c>.</summary>
    public IReadOnlyList<string> Covers { get; init; } = [];

    /// <summary>Makes checksums of a changed input right again, so that what is behind them is reached; null if there are none.</summary>
    public Func<byte[], SeededRandom, byte[]>? Repair { get; init; }

    /// <summary>Fields at known places of an input, to be changed as a whole.</summary>
    public ImmutableArray<StructureField> Fields { get; init; } = [];

    /// <summary>Exceptions that are documented for inputs which are not valid.</summary>
    public Func<Exception, bool> IsRefusal { get; init; } = failure => failure is ArchiveFormatException;

    /// <summary>Managed memory that one input may cost, in bytes, beyond <see cref="AllocationPerByteMax"/>.</summary>
    public long AllocationMax { get; init; } = 64 << 20;

    /// <summary>Managed memory that each byte of an input may cost, in bytes.</summary>
    public int AllocationPerByteMax { get; init; } = 64;

    /// <summary>Time that one input may take. Generous: the machine may be busy with other things.</summary>
    public TimeSpan TimeMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Executions that a run makes at least, however little time it has.</summary>
    public long ExecutionsMin { get; init; } = 500;

    /// <summary>A canary has a planted bug: it passes if the bug is found.</summary>
    public bool IsCanary { get; init; }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
