using SecretsKit.Charts.Model;

namespace SecretsKit.Charts.Loading.Tar;

/// <summary>
/// Reads a tar archive entry by entry: V7, USTAR, PAX, GNU's long names and sizes. The platform's reader keeps extended headers of any size
/// in memory and refuses archives that Go's takes, such as those without blocks of zeros at the end.
/// </summary>
/// <param name="archive">Decompressed; lent.</param>
internal sealed class TarReader(Stream archive)
{
    private const int BlockSize = 512;

    // Go's bound for what is in an extended header.
    private const int MaxExtendedBytes = 1 << 20;

    private readonly byte[] _block = new byte[BlockSize];
    private long _unread;

    /// <summary>Bytes of extended headers read so far.</summary>
    public long ExtendedBytes { get; private set; }

    /// <summary>Bytes of the archive read so far.</summary>
    public long Taken { get; private set; }

    /// <summary>Whether the archive ended with its stream, without the blocks that end it.</summary>
    public bool IsOpenEnded { get; private set; }

    /// <summary>Goes to the next entry; its data is to be read before the next call.</summary>
    /// <returns>False at the end of the archive.</returns>
    /// <exception cref="ChartException">This is no tar archive, or it is malformed.</exception>
    /// <exception cref="EndOfStreamException">It ends in the middle.</exception>
    public bool TryRead(out TarHeader header)
    {
        TarRecords? records = null;
        string? longName = null;
        while (TryReadBlock())
        {
            if (!TarFields.HasRightChecksum(_block) || TarFields.Parse(_block) is not { } read)
            {
                throw Invalid();
            }

            header = read;
            switch (header.Kind)
            {
                case 'x':
                    records = TarRecords.Parse(ReadExtended(header.Size)) ?? throw Invalid();
                    continue;
                case 'L':
                    longName = TarFields.Text(ReadExtended(header.Size));
                    continue;
                case 'K':
                    _ = ReadExtended(header.Size);
                    continue;
                case 'g':
                    _ = ReadExtended(header.Size);
                    header = header with { Size = 0 };
                    return true;
            }

            header = new(longName ?? records?.Path ?? header.Name, header.Kind, records?.Size ?? header.Size, header.Time);
            if (header.Kind == 'S' || records is { IsSparse: true })
            {
                throw new ChartException("archive/tar: sparse files are not supported");
            }

            header = header.IsHeaderAlone || header.IsFolder ? header with { Size = 0 } : header;
            _unread = header.Size;
            return true;
        }

        header = default;
        return false;
    }

    /// <summary>Reads the data of the entry, all of it.</summary>
    /// <param name="data">As long as the header says.</param>
    /// <exception cref="EndOfStreamException">The archive ends before.</exception>
    public void ReadData(Span<byte> data)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(data.Length, _unread);
        Take(data);
        SkipPadding(_unread);
        _unread = 0;
    }

    private byte[] ReadExtended(long size)
    {
        if (size > MaxExtendedBytes)
        {
            throw new ChartException("archive/tar: header field too long");
        }

        ExtendedBytes += size;
        var data = new byte[size];
        Take(data);
        SkipPadding(size);
        return data;
    }

    // The last one may be missing.
    private void SkipPadding(long size)
    {
        var padding = (int)((BlockSize - (size % BlockSize)) % BlockSize);
        TakeUpTo(_block.AsSpan(0, padding));
    }

    private void Take(Span<byte> data)
    {
        if (TakeUpTo(data) < data.Length)
        {
            throw new EndOfStreamException();
        }
    }

    private int TakeUpTo(Span<byte> data)
    {
        var count = archive.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        Taken += count;
        return count;
    }

    // Two blocks of zeros end the archive, and so does the end of the stream.
    private bool TryReadBlock()
    {
        return Next() && (!IsZero() || (Next() && (IsZero() ? false : throw Invalid())));

        bool IsZero() => !_block.AsSpan().ContainsAnyExcept((byte)0);
        bool Next() => TakeUpTo(_block) switch
        {
            0 => !(IsOpenEnded = true),
            BlockSize => true,
            _ => throw new EndOfStreamException(),
        };
    }

    private static ChartException Invalid() => new("archive/tar: invalid tar header");
}
