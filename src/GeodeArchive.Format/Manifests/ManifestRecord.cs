namespace GeodeArchive.Format;

/// <summary>A record of a manifest: see format-spec/manifest.md. Immutable; equal if all fields are.</summary>
public abstract record ManifestRecord
{
    private protected ManifestRecord()
    {
    }

    /// <summary>The number by which the record goes.</summary>
    public abstract ManifestRecordType Type { get; }

    /// <summary>The checks that both encoder and decoder make, but for those of texts.</summary>
    internal abstract void Validate(Place place);

    /// <summary>Appends the fields without type and length.</summary>
    internal abstract void WriteFields(FormatWriter writer, Place place);
}
