using SecretsKit.Core.Text;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Execution;

/// <summary>How a command is started.</summary>
internal enum ChildStart
{
    /// <summary>As a child that we wait for.</summary>
    Wait,

    /// <summary>As a child that goes on by itself, with its streams on the null device.</summary>
    Background,

    /// <summary>In our place: the process becomes the command.</summary>
    Become,
}

/// <summary>Which variables a command inherits.</summary>
internal enum ChildEnvironment
{
    /// <summary>All of ours, keys that were given to us in variables included: what the reference does.</summary>
    Everything,

    /// <summary>All of ours but keys.</summary>
    WithoutKeys,

    /// <summary>None.</summary>
    Pristine,
}

/// <summary>A command and what it is given. Not a record: variables are secret.</summary>
internal sealed class ChildRequest(ChildCommand command)
{
    /// <summary>What runs.</summary>
    public ChildCommand Command { get; } = command;

    /// <summary>Variables put over those that are inherited; the last of equal names wins.</summary>
    public IReadOnlyList<KeyValuePair<string, ByteString>> Variables { get; init; } = [];

    /// <summary>Which variables are inherited.</summary>
    public ChildEnvironment Inherits { get; init; } = ChildEnvironment.WithoutKeys;

    /// <summary>Whom the command runs as.</summary>
    public ChildUser User { get; init; } = ChildUser.Current;

    /// <summary>How it is started.</summary>
    public ChildStart Start { get; init; }

    /// <summary>Memory files: its descriptors 3 and up.</summary>
    public IReadOnlyList<MemoryFile> Files { get; init; } = [];

    /// <summary>The folder of the plaintext, which counts as used as long as the command runs; null for none.</summary>
    public SecretFolder? Folder { get; private init; }

    /// <summary>The same with the path of plaintext in each place for it.</summary>
    public ChildRequest On(PlaintextFile plaintext) => On(plaintext.Path, [], plaintext.Folder);

    /// <summary>The same with a path in each place for it.</summary>
    public ChildRequest On(string path, MemoryFile file) => On(path, [file], null);

    private ChildRequest On(string path, IReadOnlyList<MemoryFile> files, SecretFolder? folder) => new(Command.With(path))
    {
        Variables = Variables,
        Inherits = Inherits,
        User = User,
        Start = Start,
        Files = files,
        Folder = folder,
    };

    /// <summary>The program's name, never variables.</summary>
    public override string ToString() => $"ChildRequest({Command.Executable})";
}
