using GeodeArchive.Format;
using GeodeArchive.Repository.Manifests;
using GeodeArchive.Tests.Format;

namespace GeodeArchive.Tests.Repository;

/// <summary>What manifests may say of the keys after those before them.</summary>
public sealed class KeysOfStateTests
{
    private static readonly KeysRecord First = Samples.KeysRecord with
    {
        Generation = 1,
        Ring = new SealedBytes(new byte[12], new byte[16], new byte[KeysRecord.GenerationSize]),
    };

    [Fact]
    public void A_later_generation_of_the_same_set_follows()
    {
        var state = After(First);
        state.Apply(new ManifestNumber(2), default, ManifestKind.Change, [Samples.KeysRecord]);
        Assert.Equal(Samples.KeysRecord, state.Keys);
        state.Apply(new ManifestNumber(256), default, ManifestKind.Snapshot, [new StateRecord(SegmentNumber.First), Samples.KeysRecord]);
        Assert.Equal(Samples.KeysRecord, state.Keys);
    }

    [Fact]
    public void A_generation_that_does_not_rise_is_refused()
    {
        Refuses(After(First), ManifestKind.Change, First);
        Refuses(After(Samples.KeysRecord), ManifestKind.Change, First);
    }

    [Fact]
    public void Another_set_is_refused() =>
        Refuses(After(First), ManifestKind.Change, Samples.KeysRecord with { KeySetId = new KeySetId(Samples.Id(0x77)) });

    [Fact]
    public void A_snapshot_neither_drops_the_keys_nor_brings_back_older_ones_or_others()
    {
        var start = new StateRecord(SegmentNumber.First);
        Refuses(After(First), ManifestKind.Snapshot, start);
        Refuses(After(Samples.KeysRecord), ManifestKind.Snapshot, start, First);
        Refuses(After(First), ManifestKind.Snapshot, start, Samples.KeysRecord with { KeySetId = new KeySetId(Samples.Id(0x77)) });
    }

    private static RepositoryState After(KeysRecord keys)
    {
        var state = new RepositoryState();
        state.Apply(ManifestNumber.First, default, ManifestKind.Change, [keys]);
        return state;
    }

    private static void Refuses(RepositoryState state, ManifestKind kind, params ManifestRecord[] records)
    {
        var failure = Assert.Throws<ArchiveFormatException>(() => state.Apply(new ManifestNumber(256), default, kind, records));
        Assert.Equal(FormatError.BadReference, failure.Error);
    }
}
