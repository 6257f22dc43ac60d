using System.Buffers.Binary;
using System.Text;

namespace SecretsKit.Integration.Safety;

/// <summary>
/// What the header of a 64-bit little-endian ELF program tells the loader: where libraries are searched and what memory may do.
/// </summary>
internal sealed class ElfImage
{
    private const uint LoadSegment = 1, DynamicSegment = 2, StackSegment = 0x6474e551, RelroSegment = 0x6474e552;
    private const uint Executable = 1;
    private const ulong EndTag = 0, NeededTag = 1, StringTableTag = 5, RPathTag = 15, BindNowTag = 24, RunPathTag = 29, FlagsTag = 30,
        Flags1Tag = 0x6ffffffb;
    private const ulong BindNowFlag = 8, NowFlag1 = 1;
    private readonly byte[] _bytes;
    private readonly List<Segment> _segments = [];
    private readonly List<(ulong Tag, ulong Value)> _dynamic = [];

    private ElfImage(byte[] bytes)
    {
        _bytes = bytes;
        Assert.Equal([0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1], bytes[..6]);
        var (start, size, count) = ((int)Word(32), Half(54), Half(56));
        for (var i = 0; i < count; i++)
        {
            var at = start + (i * size);
            _segments.Add(new(Int(at), Int(at + 4), Word(at + 8), Word(at + 16), Word(at + 32)));
        }

        var dynamic = Assert.Single(_segments, segment => segment.Kind == DynamicSegment);
        for (var at = (int)dynamic.Offset; Word(at) != EndTag; at += 16)
        {
            _dynamic.Add((Word(at), Word(at + 8)));
        }
    }

    /// <summary>The libraries that the loader opens before the program starts.</summary>
    public IEnumerable<string> Needed => Texts(NeededTag);

    /// <summary>Folders that the loader searches before those of the system: RPATH and RUNPATH.</summary>
    public IEnumerable<string> SearchPaths => [.. Texts(RPathTag), .. Texts(RunPathTag)];

    /// <summary>Whether tables of addresses are read-only once the program is loaded (GNU_RELRO).</summary>
    public bool HasReadOnlyTables => _segments.Exists(segment => segment.Kind == RelroSegment && segment.Size > 0);

    /// <summary>Whether all symbols are bound at the start, so that no table has to stay writable.</summary>
    public bool BindsAtStart => _dynamic.Exists(entry => entry.Tag == BindNowTag
        || (entry.Tag == FlagsTag && (entry.Value & BindNowFlag) != 0)
        || (entry.Tag == Flags1Tag && (entry.Value & NowFlag1) != 0));

    /// <summary>Whether the stack may hold code; a program without the header entry may.</summary>
    public bool HasExecutableStack => !_segments.Exists(segment => segment.Kind == StackSegment && (segment.Flags & Executable) == 0);

    /// <summary>Reads a program.</summary>
    public static ElfImage Read(string path) => new(File.ReadAllBytes(path));

    private IEnumerable<string> Texts(ulong tag)
    {
        var table = (int)OffsetOf(_dynamic.Single(entry => entry.Tag == StringTableTag).Value);
        return _dynamic.Where(entry => entry.Tag == tag).Select(entry =>
        {
            var text = _bytes.AsSpan(table + (int)entry.Value);
            return Encoding.UTF8.GetString(text[..text.IndexOf((byte)0)]);
        });
    }

    private ulong OffsetOf(ulong address)
    {
        var holder = _segments.Single(segment => segment.Kind == LoadSegment
            && address >= segment.Address
            && address < segment.Address + segment.Size);
        return address - holder.Address + holder.Offset;
    }

    private ushort Half(int at) => BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(at));

    private uint Int(int at) => BinaryPrimitives.ReadUInt32LittleEndian(_bytes.AsSpan(at));

    private ulong Word(int at) => BinaryPrimitives.ReadUInt64LittleEndian(_bytes.AsSpan(at));

    private readonly record struct Segment(uint Kind, uint Flags, ulong Offset, ulong Address, ulong Size);
}
