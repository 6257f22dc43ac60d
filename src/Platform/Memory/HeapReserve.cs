using System.Runtime.InteropServices;
using System.Runtime;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Memory;

/// <summary>
/// Gets the heap of a command ready for large inputs, once its files turn out to be large: memory is committed at once instead of in
/// steps of 64 kB, in large pages where Linux has them on request, and nothing is collected before it is used. A quarter of the time
/// of a large chart, or of ten thousand values, otherwise goes into page faults and one early collection. For programs that end with
/// their work: one that runs on has no use for it. Safe on all threads.
/// </summary>
public sealed class HeapReserve
{
    /// <summary>Bytes of input, together, from which on it is worth its price: about half a millisecond.</summary>
    public const long LargeInput = 256 * 1024;

    private const long ObjectBytes = 40L << 20;
    private const long LargeObjectBytes = 8L << 20;
    private const long LeastMemory = 512L << 20;
    private const int AdviceHugePages = 14;

    // The collector's unit, to which its memory is aligned.
    private const nint Region = 4 << 20;

    private readonly Action _prepare;
    private long _input;

    /// <summary>That of this process.</summary>
    public HeapReserve()
        : this(Prepare)
    {
    }

    /// <summary>One that does something else.</summary>
    /// <param name="prepare">Called at most once.</param>
    internal HeapReserve(Action prepare) => _prepare = prepare;

    /// <summary>Says that input was read, before work on it begins.</summary>
    /// <param name="bytes">How much.</param>
    public void Add(long bytes)
    {
        var input = Interlocked.Add(ref _input, bytes);
        if (input >= LargeInput && input - bytes < LargeInput)
        {
            _prepare();
        }
    }

    private static void Prepare()
    {
        if (GC.GetGCMemoryInfo().TotalAvailableMemoryBytes < LeastMemory || GCSettings.LatencyMode == GCLatencyMode.NoGCRegion)
        {
            return;
        }

        if (OperatingSystem.IsLinux())
        {
            AskForLargePages();
        }

        // False where memory is short: then everything goes on as without it.
        GC.TryStartNoGCRegion(ObjectBytes + LargeObjectBytes, LargeObjectBytes);
    }

    // The memory that follows what is in use now is the next that is used, twice as much because the collection at the start passes
    // some over. It is advice: what it cannot be applied to stays as it is.
    private static void AskForLargePages()
    {
        var newest = GC.AllocateUninitializedArray<byte>(1, pinned: false);
        var start = Marshal.UnsafeAddrOfPinnedArrayElement(newest, 0) & ~(Region - 1);
        _ = Libc.Advise(start, (nint)(2 * ObjectBytes), AdviceHugePages);
        GC.KeepAlive(newest);
    }
}
