using GeodeArchive.Format;
using GeodeArchive.Io.Scheduling;
using GeodeArchive.Repository.Sessions;

namespace GeodeArchive.Backup.Storing;

/// <summary>Stores tree nodes: one packer for all workers. Safe for several workers.</summary>
internal sealed class MetadataStore : IDisposable
{
    private readonly WriteSession _session;
    private readonly ChunkPacker _packer;
    private readonly IGate _gate;

    public MetadataStore(IScheduler scheduler, WriteSession session, ChunkPacker packer)
    {
        _session = session;
        _packer = packer;
        _gate = scheduler.CreateGate();
    }

    /// <summary>Stores a node, unless it is stored already, and returns its id.</summary>
    public ChunkId Put(ReadOnlySpan<byte> node)
    {
        var id = _session.Domain.IdOf(node);
        if (_session.Claim(id) != ChunkClaim.New)
        {
            return id;
        }

        _gate.Enter();
        try
        {
            _packer.Add(id, node);
        }
        finally
        {
            _gate.Exit();
        }

        return id;
    }

    /// <summary>Sends what has been collected.</summary>
    public void Flush() => _packer.Flush();

    public void Dispose() => _packer.Dispose();
}
