using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;

namespace SecretsKit.Cli.Execution;

/// <summary>How plaintext is shown to a command as a file.</summary>
/// <param name="Name">A plain name.</param>
/// <param name="Prefix">What the name of its folder begins with.</param>
/// <param name="AsPipe">
/// Whether it is a named pipe, which no file ever holds, instead of a file that can be searched back and forth.
/// </param>
/// <param name="Place">Where a file may lie; of a pipe only the name lies anywhere.</param>
internal sealed record PlaintextFileRequest(string Name, string Prefix, bool AsPipe, SecretFolderPlace Place);

/// <summary>Plaintext at a path, in a folder of this user alone, until disposal. Signals do not end the process before that.</summary>
internal sealed class PlaintextFile : IAsyncDisposable
{
    private readonly SecretFolder _folder;
    private readonly NamedPipe? _pipe;

    private PlaintextFile(SecretFolder folder, NamedPipe? pipe, string path) => (_folder, _pipe, Path) = (folder, pipe, path);

    /// <summary>Absolute.</summary>
    public string Path { get; }

    /// <summary>Where it lies; lent.</summary>
    public SecretFolder Folder => _folder;

    /// <summary>Whether the plaintext lies on a disk, which the user should know.</summary>
    public bool IsOnDisk => _pipe is null && !_folder.IsInMemory;

    /// <summary>Makes it.</summary>
    /// <param name="host">The environment.</param>
    /// <param name="request">Name and kind.</param>
    /// <param name="content">Lent until disposal.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public static PlaintextFile Create(CliHost host, PlaintextFileRequest request, ReadOnlyMemory<byte> content)
    {
        var place = request.AsPipe ? SecretFolderPlace.MemoryOrDisk : request.Place;
        var folder = SecretFolder.Create(host.Environment, place, SecretFolderEnd.WithOwner, request.Prefix);
        try
        {
            if (request.AsPipe && !OperatingSystem.IsWindows())
            {
                var pipe = NamedPipe.Create(folder, request.Name, content);
                return new(folder, pipe, pipe.Path);
            }

            return new(folder, null, folder.WriteFile(request.Name, content.Span));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Ends the pipe, wipes the file, removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_pipe is not null && !OperatingSystem.IsWindows())
        {
            await _pipe.DisposeAsync();
        }

        _folder.Dispose();
    }
}
