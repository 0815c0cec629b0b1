using System.Text.Json.Nodes;
using GeodeArchive.Format;

namespace GeodeArchive.Tests.Format;

/// <summary>Structures as JSON, field by field under the names of the specification; bytes and ids in hexadecimal.</summary>
internal static class VectorText
{
    public static JsonArray List<T>(IEnumerable<T> items, Func<T, JsonNode?> describe) => [.. items.Select(describe)];

    public static JsonObject Header(FileHeader header)
    {
        JsonObject described = new()
        {
            ["version_minor"] = header.VersionMinor,
            ["kind"] = (int)header.Kind,
            ["features_compatible"] = header.FeaturesCompatible,
            ["features_read_only"] = header.FeaturesReadOnly,
            ["repository_id"] = header.RepositoryId.ToString(),
            ["file_id"] = header.FileId.ToString(),
            ["session_id"] = header.SessionId.ToString(),
            ["created"] = header.Created,
        };
        if (header.WrappedKey is { } key)
        {
            described["chunk_identity"] = (int)header.ChunkIdentity;
            described["encryption"] = (int)header.Encryption;
            described["key_wrap"] = (int)header.KeyWrap;
            described["key_generation"] = header.KeyGeneration;
            described["wrap_nonce"] = Convert.ToHexStringLower(key.Nonce);
            described["wrapped_key"] = Convert.ToHexStringLower(key.Key);
            described["wrap_tag"] = Convert.ToHexStringLower(key.Tag);
            if (!key.EphemeralPublicKey.IsEmpty)
            {
                described["ephemeral_public_key"] = Convert.ToHexStringLower(key.EphemeralPublicKey);
            }
        }

        foreach ((string name, JsonNode? value) in Section(header.Section))
        {
            described[name] = value?.DeepClone();
        }

        return described;
    }

    public static JsonObject Trailer(Trailer trailer)
    {
        JsonObject described = new()
        {
            ["block_count"] = trailer.BlockCount,
            ["footer_offset"] = trailer.FooterOffset,
            ["file_size"] = trailer.FileSize,
            ["root_hash"] = trailer.RootHash.ToString(),
            ["item_count"] = trailer.ItemCount,
        };
        if (!trailer.Mac.IsZero)
        {
            described["mac"] = trailer.Mac.ToString();
        }

        return described;
    }

    /// <summary>One generation of a ring.</summary>
    public static JsonObject Generation(byte[] keys) => new() { ["data_key"] = Hex(keys[..32]), ["private_key"] = Hex(keys[32..]) };

    public static JsonObject Block(SegmentFooterBlock block) => new()
    {
        ["offset"] = block.Offset,
        ["stored_size"] = block.StoredSize,
        ["plain_size"] = block.PlainSize,
        ["chunk_count"] = block.ChunkCount,
        ["payload_sum"] = block.PayloadSum.ToString(),
    };

    public static JsonObject Chunk(ChunkDirectoryEntry chunk) => new() { ["chunk_id"] = chunk.Id.ToString(), ["length"] = chunk.Length };

    public static JsonObject Entry(IndexEntry entry) =>
        new() { ["chunk_prefix"] = entry.Prefix.ToString(), ["segment_index"] = entry.SegmentIndex };

    public static JsonObject Exported(ExportEntry entry) =>
        new() { ["key"] = entry.Key, ["size"] = entry.Size, ["hash"] = entry.Hash.ToString() };

    public static JsonObject Access(AccessRecord record) => new()
    {
        ["version_minor"] = record.VersionMinor,
        ["features_compatible"] = record.FeaturesCompatible,
        ["outcome"] = (int)record.Outcome,
        ["exit_code"] = record.ExitCode,
        ["repository_id"] = record.RepositoryId.ToString(),
        ["time"] = record.Time,
        ["duration"] = record.Duration,
        ["user_id"] = record.UserId,
        ["process_id"] = record.ProcessId,
        ["host"] = record.Host,
        ["user"] = record.User,
        ["sudo_user"] = record.SudoUser,
        ["program"] = record.Program,
        ["command"] = record.Command,
        ["backups"] = List(record.Backups, name => JsonValue.Create(name)),
    };

    public static JsonObject Record(ManifestRecord record)
    {
        JsonObject described = Fields(record);
        described.Insert(0, "type", (int)record.Type);
        return described;
    }

    public static JsonObject Node(byte[] bytes) => TreeNode.KindOf(bytes) switch
    {
        TreeNodeKind.DirectoryLeaf => new JsonObject { ["kind"] = 1, ["entries"] = List(DirectoryLeaf.Decode(bytes).Entries, Entry) },
        TreeNodeKind.DirectoryInner => Inner(DirectoryInner.Decode(bytes)),
        TreeNodeKind.ExtentLeaf => new JsonObject { ["kind"] = 3, ["extents"] = List(ExtentLeaf.Decode(bytes).Extents, Extent) },
        TreeNodeKind.ExtentInner => Inner(ExtentInner.Decode(bytes)),
        _ => Root(BackupRoot.Decode(bytes)),
    };

    private static JsonObject Section(FileKindSection? section) => section switch
    {
        RepositorySection repository => new JsonObject
        {
            ["chunker"] = (int)repository.Chunker,
            ["chunk_size_min"] = repository.ChunkSizeMin,
            ["chunk_size_average"] = repository.ChunkSizeAverage,
            ["chunk_size_max"] = repository.ChunkSizeMax,
            ["part_size"] = repository.PartSize,
            ["extent_size"] = repository.ExtentSize,
            ["chunker_key"] = repository.ChunkerKey.Value.ToString(),
        },
        SegmentSection segment => new JsonObject { ["segment_kind"] = (int)segment.SegmentKind },
        ManifestSection manifest => new JsonObject
        {
            ["number"] = manifest.Number.Value,
            ["manifest_kind"] = (int)manifest.ManifestKind,
            ["previous_root_hash"] = manifest.PreviousRootHash.ToString(),
        },
        BackupSection backup => new JsonObject
        {
            ["text_checksum"] = backup.TextChecksum,
            ["type"] = (int)backup.Type,
            ["source_kind"] = (int)backup.SourceKind,
            ["manifest"] = backup.Manifest.Value,
            ["backup_id"] = backup.BackupId.ToString(),
            ["parent_id"] = backup.ParentId.ToString(),
            ["started"] = backup.Started,
            ["finished"] = backup.Finished,
            ["logical_size"] = backup.LogicalSize,
            ["stored_size"] = backup.StoredSize,
            ["name"] = backup.Name,
        },
        KeySlotSection slot => KeySlot(slot),
        LogArchiveSection archive => LogArchiveText.Section(archive),
        LogObjectSection logObject => LogArchiveText.Section(logObject),
        _ => [],
    };

    private static JsonObject Fields(ManifestRecord record) => record switch
    {
        StateRecord state => new JsonObject { ["next_segment_number"] = state.NextSegmentNumber.Value },
        SessionOpenRecord open => new JsonObject
        {
            ["session_id"] = open.SessionId.ToString(),
            ["base"] = open.Base.Value,
            ["started"] = open.Started,
            ["host"] = open.Host,
            ["program"] = open.Program,
        },
        SessionCloseRecord close => new JsonObject { ["session_id"] = close.SessionId.ToString(), ["outcome"] = (int)close.Outcome },
        SessionFenceRecord fence => new JsonObject { ["session_id"] = fence.SessionId.ToString() },
        SegmentAddRecord segment => new JsonObject
        {
            ["number"] = segment.Number.Value,
            ["segment_id"] = segment.SegmentId.ToString(),
            ["session_id"] = segment.SessionId.ToString(),
            ["segment_kind"] = (int)segment.SegmentKind,
            ["domain"] = (int)segment.Domain,
            ["key_generation"] = segment.KeyGeneration,
            ["size"] = segment.Size,
            ["plain_size"] = segment.PlainSize,
            ["chunk_count"] = segment.ChunkCount,
            ["root_hash"] = segment.RootHash.ToString(),
            ["verified"] = segment.Verified,
        },
        IndexAddRecord index => new JsonObject
        {
            ["index_id"] = index.IndexId.ToString(),
            ["session_id"] = index.SessionId.ToString(),
            ["domain"] = (int)index.Domain,
            ["size"] = index.Size,
            ["entry_count"] = index.EntryCount,
            ["root_hash"] = index.RootHash.ToString(),
        },
        IndexRemoveRecord index => new JsonObject { ["index_id"] = index.IndexId.ToString() },
        BackupAddRecord backup => Backup(backup),
        BackupDeleteRecord delete => new JsonObject { ["backup_id"] = delete.BackupId.ToString() },
        BackupHoldRecord hold => new JsonObject
        {
            ["backup_id"] = hold.BackupId.ToString(),
            ["action"] = (int)hold.Action,
            ["time"] = hold.Time,
            ["who"] = hold.Who,
            ["reason"] = hold.Reason,
        },
        BackupSegmentsRecord moved => new JsonObject
        {
            ["backup_id"] = moved.BackupId.ToString(),
            ["segments"] = List(moved.Segments, number => number.Value),
        },
        SegmentVerifyRecord verify => new JsonObject { ["number"] = verify.Number.Value, ["verified"] = verify.Verified },
        SegmentRetireRecord retire => new JsonObject { ["number"] = retire.Number.Value, ["manifest"] = retire.Manifest.Value },
        SegmentReviveRecord revive => new JsonObject { ["number"] = revive.Number.Value },
        SegmentDeleteRecord delete => new JsonObject { ["number"] = delete.Number.Value },
        KeysRecord keys => new JsonObject
        {
            ["key_set_id"] = keys.KeySetId.ToString(),
            ["generation"] = keys.Generation,
            ["public_key"] = Hex(keys.PublicKey),
            ["nonce"] = Convert.ToHexStringLower(keys.Ring.Nonce),
            ["tag"] = Convert.ToHexStringLower(keys.Ring.Tag),
            ["ring"] = Convert.ToHexStringLower(keys.Ring.Content),
        },
        _ => throw new ArgumentException(record.Type.ToString()),
    };

    private static JsonObject KeySlot(KeySlotSection slot) => new()
    {
        ["derivation"] = (int)slot.Derivation,
        ["access"] = (int)slot.Access,
        ["iterations"] = slot.Iterations,
        ["salt"] = slot.Salt.ToString(),
        ["key_set_id"] = slot.KeySetId.ToString(),
        ["nonce"] = Convert.ToHexStringLower(slot.Keys.Nonce),
        ["tag"] = Convert.ToHexStringLower(slot.Keys.Tag),
        ["sealed"] = Convert.ToHexStringLower(slot.Keys.Content),
        ["label"] = slot.Label,
    };

    private static JsonObject Backup(BackupAddRecord backup) => new()
    {
        ["backup_id"] = backup.BackupId.ToString(),
        ["name"] = backup.Name,
        ["backup_type"] = (int)backup.BackupType,
        ["source_kind"] = (int)backup.SourceKind,
        ["domain"] = (int)backup.Domain,
        ["parent_id"] = backup.ParentId.ToString(),
        ["chain_id"] = backup.ChainId.ToString(),
        ["session_id"] = backup.SessionId.ToString(),
        ["started"] = backup.Started,
        ["finished"] = backup.Finished,
        ["root_chunk"] = backup.RootChunk.ToString(),
        ["file_count"] = backup.FileCount,
        ["directory_count"] = backup.DirectoryCount,
        ["other_count"] = backup.OtherCount,
        ["logical_size"] = backup.LogicalSize,
        ["read_size"] = backup.ReadSize,
        ["stored_size"] = backup.StoredSize,
        ["incomplete_count"] = backup.IncompleteCount,
        ["timeline_id"] = backup.TimelineId.ToString(),
        ["incarnation"] = backup.IncarnationId.ToString(),
        ["start_lsn"] = backup.StartLsn,
        ["end_lsn"] = backup.EndLsn,
        ["generation"] = backup.Generation,
        ["segments"] = List(backup.Segments, number => number.Value),
    };

    private static JsonObject Inner(DirectoryInner node) => new()
    {
        ["kind"] = 2,
        ["depth"] = node.Depth,
        ["children"] = List(node.Children, child => new JsonObject
        {
            ["first_name"] = Hex(child.FirstName),
            ["chunk_id"] = child.ChunkId.ToString(),
            ["entry_count"] = child.EntryCount,
        }),
    };

    private static JsonObject Inner(ExtentInner node) => new()
    {
        ["kind"] = 4,
        ["depth"] = node.Depth,
        ["children"] = List(node.Children, child => new JsonObject { ["chunk_id"] = child.ChunkId.ToString(), ["length"] = child.Length }),
    };

    private static JsonObject Root(BackupRoot root)
    {
        JsonObject described = new()
        {
            ["kind"] = 5,
            ["source_kind"] = (int)root.SourceKind,
            ["host"] = root.Host,
            ["source"] = Hex(root.Source),
            ["program"] = root.Program,
        };
        if (root.Database is { } database)
        {
            described["database_id"] = database.DatabaseId.ToString();
            described["incarnation_id"] = database.IncarnationId.ToString();
            described["generation"] = database.Generation.Value;
            described["timeline_id"] = database.TimelineId.ToString();
            described["checkpoint_lsn"] = database.CheckpointLsn.Value;
            described["time"] = database.Time;
            described["xid"] = database.Attributes.Xid.Value;
            if (database.Attributes.Xid != Xid.None)
            {
                described["time_max"] = database.Attributes.TimeMax;
            }

            described["ancestors"] = List(
                database.Ancestors, ancestor => new JsonArray(ancestor.IncarnationId.ToString(), ancestor.Generation.Value));
        }

        described["entry"] = Entry(root.Entry);
        return described;
    }

    private static JsonObject Entry(TreeEntry entry)
    {
        JsonObject described = new()
        {
            ["name"] = Hex(entry.Name),
            ["kind"] = (int)entry.Kind,
            ["mode"] = entry.Mode,
            ["user_id"] = entry.UserId,
            ["group_id"] = entry.GroupId,
            ["modified"] = new JsonArray(entry.ModifiedSeconds, entry.ModifiedNanoseconds),
            ["changed"] = new JsonArray(entry.ChangedSeconds, entry.ChangedNanoseconds),
            ["inode"] = entry.Inode,
            ["device"] = entry.Device,
            ["link_count"] = entry.LinkCount,
            ["flags"] = (int)entry.Flags,
            ["attributes"] = List(entry.Attributes, attribute => new JsonArray(Hex(attribute.Name), Hex(attribute.Value))),
        };
        if (entry.Content is { } content)
        {
            described["size"] = entry.Size;
            described["form"] = content.Root is null ? 1 : 2;
            described[content.Root is null ? "extents" : "root"] = content.Root is { } tree ? Reference(tree) : List(
                content.Extents, Extent);
        }
        else if (entry.Directory is { } directory)
        {
            described["root"] = Reference(directory.Root);
            described["entry_count"] = directory.EntryCount;
        }
        else if (entry.Kind == EntryKind.SymbolicLink)
        {
            described["target"] = Hex(entry.LinkTarget);
        }
        else if (entry.IsDevice)
        {
            described["major"] = entry.DeviceMajor;
            described["minor"] = entry.DeviceMinor;
        }

        return described;
    }

    private static JsonObject Reference(NodeReference node) => new() { ["depth"] = node.Depth, ["chunk_id"] = node.Id.ToString() };

    private static JsonObject Extent(Extent extent)
    {
        JsonObject described = new() { ["tag"] = (int)extent.Kind };
        if (extent.Kind != ExtentKind.Hole)
        {
            described["chunk_id"] = extent.ChunkId.ToString();
        }

        if (extent.Kind == ExtentKind.ChunkPart)
        {
            described["offset"] = extent.Offset;
        }

        described["length"] = extent.Length;
        return described;
    }

    private static string Hex(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(bytes.Span);
}
