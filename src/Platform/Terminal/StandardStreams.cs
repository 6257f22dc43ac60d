using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Terminal;

/// <summary>
/// Which of standard input, output and error the process was started with. A shell can close each of them (<c>2&gt;&amp;-</c>), and the
/// next files to be opened would get their numbers: a message would be written into a file of secrets.
/// </summary>
public sealed class StandardStreams
{
    /// <summary>The error number (EBADF) of a file that is not open, or not for writing: the same on all Unix systems.</summary>
    public const int NotOpen = Errno.BadDescriptor;

    private const int GetFlags = 1;
    private const int CloseOnExec = 1;
    private const string Nothing = "/dev/null";

    private StandardStreams(bool hasInput, bool hasOutput, bool hasError) =>
        (HasInput, HasOutput, HasError) = (hasInput, hasOutput, hasError);

    /// <summary>Whether there is a standard input.</summary>
    public bool HasInput { get; }

    /// <summary>Whether there is a standard output.</summary>
    public bool HasOutput { get; }

    /// <summary>Whether there is a standard error.</summary>
    public bool HasError { get; }

    /// <summary>
    /// Looks, and takes the numbers that are free, so that no other file gets them, in this process and in children: of standard input and
    /// standard error by a file without content, of standard output by one that cannot be written, so that what would be lost fails. For
    /// the start of a process alone, before anything else is opened. Nothing on Windows, where the base library does it.
    /// </summary>
    public static StandardStreams Claim() => OperatingSystem.IsWindows()
        ? new(true, true, true)
        : new(IsOpen(0, OpenFlags.ReadOnly), IsOpen(1, OpenFlags.ReadOnly), IsOpen(2, OpenFlags.ReadWrite));

    /// <summary>Standard input; one without content where there is none.</summary>
    /// <param name="open">Opens it.</param>
    public Stream Input(Func<Stream> open) => HasInput ? Open(open) : Stream.Null;

    /// <summary>Standard output; one that takes nothing where there is none (<see cref="NotOpen"/>).</summary>
    /// <param name="open">Opens it.</param>
    public Stream Output(Func<Stream> open) => HasOutput ? Open(open) : new UnwritableStream();

    /// <summary>Standard error, where what cannot be written is lost and changes nothing else.</summary>
    /// <param name="open">Opens it.</param>
    public Stream Error(Func<Stream> open) => HasError ? new MessageStream(Open(open)) : Stream.Null;

    private static Stream Open(Func<Stream> open)
    {
        ArgumentNullException.ThrowIfNull(open);
        return open();
    }

    // What came through an exec is not closed by one: a file that is, was opened by the runtime of this process.
    private static bool IsOpen(int number, int mode)
    {
        var flags = Libc.Fcntl(number, GetFlags, 0);
        if (flags >= 0)
        {
            return (flags & CloseOnExec) == 0;
        }

        // The lowest free number is this one, unless another thread was faster. A folder stands in where there are no devices.
        var taken = FileCalls.OpenForChildren(Nothing, mode);
        taken = taken < 0 ? FileCalls.OpenForChildren("/", OpenFlags.ReadOnly) : taken;
        if (taken > number)
        {
            _ = Libc.Close(taken);
        }

        return false;
    }
}
