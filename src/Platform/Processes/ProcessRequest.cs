using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Processes;

/// <summary>
/// One program to run. May refer to secrets (<see cref="Input"/>, <see cref="Variables"/>), which stay the caller's to wipe.
/// </summary>
public sealed class ProcessRequest
{
    /// <summary>Default of <see cref="OutputLimit"/>, in bytes.</summary>
    public const int DefaultOutputLimit = 16 * 1024 * 1024;

    /// <summary>
    /// A name to look up in the PATH of <see cref="Environment"/>, or a path (it has a separator),
    /// which is relative to the working directory. Empty and relative entries of PATH are passed over, so a program in the
    /// working directory never runs by its bare name.
    /// </summary>
    public required string Program { get; init; }

    /// <summary>
    /// The arguments after the program's name, handed over as they are: no shell sees them. Every user of the machine can read them.
    /// </summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables, PATH and working directory of the child.</summary>
    public required HostEnvironment Environment { get; init; }

    /// <summary>
    /// Whether the child stays in the folder that this process is in, which must be that of
    /// <see cref="Environment"/>: it may be one that the user of the child could not enter. Default: false.
    /// </summary>
    public bool StaysInFolder { get; init; }

    /// <summary>
    /// Variables added to those of <see cref="Environment"/>; the last of equal names wins. Values must not hold NUL bytes.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, ByteString>> Variables { get; init; } = [];

    /// <summary>
    /// Whether the child gets <see cref="Variables"/> alone. PATH is still looked up in <see cref="Environment"/>. Default: false.
    /// </summary>
    public bool OnlyGivenVariables { get; init; }

    /// <summary>Where standard input comes from. Default: a pipe that carries <see cref="Input"/>.</summary>
    public StreamRoute InputFrom { get; init; } = StreamRoute.Pipe;

    /// <summary>
    /// Bytes for standard input, which is closed after them. Lent for the run. A child that does not read them all is no error.
    /// </summary>
    public ReadOnlyMemory<byte> Input { get; init; }

    /// <summary>Where standard output goes. Default: captured.</summary>
    public StreamRoute OutputTo { get; init; } = StreamRoute.Pipe;

    /// <summary>Where standard error goes. Default: captured.</summary>
    public StreamRoute ErrorTo { get; init; } = StreamRoute.Pipe;

    /// <summary>
    /// Memory files for the child: the first is its descriptor 3 (<c>/dev/fd/3</c>), the next 4 and so on. Lent for the run. Linux only.
    /// Opened by path they start at the beginning; as descriptors they share one position.
    /// </summary>
    public IReadOnlyList<MemoryFile> Files { get; init; } = [];

    /// <summary>Folders that the child works in: they count as used as long as it runs, even if we are killed. Lent for the run.</summary>
    public IReadOnlyList<SecretFolder> Uses { get; init; } = [];

    /// <summary>Most bytes captured from each stream; a child that writes more is killed. Default: 16 MiB.</summary>
    public int OutputLimit { get; init; } = DefaultOutputLimit;

    /// <summary>The program's name, never arguments or variables.</summary>
    public override string ToString() => $"ProcessRequest({Program})";

    /// <summary>The environment of the child, in memory that disposal wipes.</summary>
    internal StringTable VariableTable() => OnlyGivenVariables
        ? StringTable.Variables(new Dictionary<string, string>(), Variables)
        : StringTable.Variables(Environment.Inherited, [.. Environment.InheritedBytes, .. Variables]);
}
