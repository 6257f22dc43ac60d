using System.Security.Cryptography;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;

namespace SecretsKit.Cli.Editing;

/// <summary>What is edited, and how problems are shown.</summary>
/// <param name="FileName">The name that the editor sees: it chooses highlighting by it.</param>
/// <param name="Place">Where the plaintext may lie.</param>
/// <param name="Reject">Tells why the text cannot be used, before the user is asked to return to the editor.</param>
internal sealed record EditRequest(string FileName, SecretFolderPlace Place, Action<SecretsKitException> Reject)
{
    /// <summary>Whether VISUAL counts. Default: no, as in sops.</summary>
    public bool TakesVisual { get; init; }
}

/// <summary>
/// Shows plaintext in the user's editor until the result can be used. The text lies in a memory-backed folder of this user, which is wiped
/// and removed on every way out, signals included.
/// </summary>
internal sealed class EditSession(CliHost host, IProcessRunner processes)
{
    /// <summary>Runs the editor.</summary>
    /// <typeparam name="T">What the caller makes of the text.</typeparam>
    /// <param name="request">The names and the dialogue.</param>
    /// <param name="plaintext">What the editor shows first; wiped here.</param>
    /// <param name="accept">
    /// Reads the edited text, and may save it; throws when it cannot be used, and the user may return to the editor, unless it throws
    /// <see cref="EditSavedException"/>.
    /// </param>
    /// <param name="ct">Ends the session; the folder is removed.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.Unmodified"/>, <see cref="ErrorCode.EditorFailed"/>.</exception>
    public async Task<T> RunAsync<T>(
        EditRequest request, byte[] plaintext, Func<byte[], CancellationToken, Task<T>> accept, CancellationToken ct)
    {
        var editor = EditorCommand.Find(host.Environment, request.TakesVisual);
        if (request.TakesVisual)
        {
            editor.RequireWait(); // The reference starts whatever it is told to.
        }

        using var folder = MakeFolder(request.Place);
        if (!folder.IsInMemory)
        {
            host.WriteErrorLine("warning: no memory-backed folder here; the plaintext lies on disk while you edit");
        }

        var path = folder.WriteFile(request.FileName, plaintext);
        while (true)
        {
            await editor.RunAsync(host, processes, folder, path, ct);
            var edited = Read(path);
            if (edited.AsSpan().SequenceEqual(plaintext))
            {
                CryptographicOperations.ZeroMemory(plaintext);
                throw new SecretsKitException(ErrorCode.Unmodified, "File has not changed, exiting.");
            }

            try
            {
                var result = await accept(edited, ct);
                CryptographicOperations.ZeroMemory(plaintext);
                return result;
            }
            catch (SecretsKitException problem) when (problem is not EditSavedException && problem.Code != ErrorCode.Cancelled)
            {
                request.Reject(problem);
                if (!await WaitForEnterAsync(ct))
                {
                    throw;
                }
            }
        }
    }

    private SecretFolder MakeFolder(SecretFolderPlace place)
    {
        try
        {
            return SecretFolder.Create(host.Environment, place);
        }
        catch (SecretsKitException failure) when (place == SecretFolderPlace.MemoryOnly)
        {
            throw new SecretsKitException(failure.Code, failure.Message, failure)
            {
                Problem = failure.Problem,
                Hint = "mount a tmpfs and name it in XDG_RUNTIME_DIR, or pass --allow-disk to let the plaintext lie in the temporary " +
                    "folder while you edit",
            };
        }
    }

    private byte[] Read(string path)
    {
        try
        {
            return FileReader.Read(host.Environment, path);
        }
        catch (SecretsKitException failure)
        {
            throw new SecretsKitException(ErrorCode.EditorFailed, "Could not run editor: it removed the file", failure)
            {
                Hint = "nothing was changed",
            };
        }
    }

    // One byte at a time: what follows the line belongs to the next reader.
    private async Task<bool> WaitForEnterAsync(CancellationToken ct)
    {
        var one = new byte[1];
        // Standard input looks at the token only before it waits.
        while (await host.Input.ReadAsync(one, ct).AsTask().WaitAsync(ct) > 0)
        {
            if (one[0] == (byte)'\n')
            {
                return true;
            }
        }

        return false;
    }
}
