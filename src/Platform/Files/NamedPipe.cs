using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Files;

/// <summary>
/// Plaintext that programs read by path while no file ever holds it: a named pipe that gives the whole
/// content to each reader. A reader gets a pipe of its own, because the next one is put in its place as soon as it has come. Only two that
/// open it in the very same moment share one.
/// </summary>
[UnsupportedOSPlatform("windows")]
public sealed class NamedPipe : IAsyncDisposable
{
    private readonly SecretFolder _folder;
    private readonly string _name;
    private readonly ReadOnlyMemory<byte> _content;
    private readonly Lock _gate = new();
    private readonly (Descriptor Read, Descriptor Write) _stop = Descriptor.Pipe();
    private readonly List<Task> _readers = [];
    private readonly Task _serving;
    private Descriptor _anchor;
    private bool _stopping;

    private NamedPipe(SecretFolder folder, string name, ReadOnlyMemory<byte> content)
    {
        (_folder, _name, _content) = (folder, name, content);
        Path = folder.MakePipe(name);
        _anchor = Anchor(Path);
        _serving = Start(Serve);
    }

    /// <summary>Absolute. The folder's owner alone can read it.</summary>
    public string Path { get; }

    /// <summary>Makes the pipe and waits for readers. The caller disposes it before the folder.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="name">A plain name.</param>
    /// <param name="content">Lent until disposal.</param>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.FileUnwritable"/>.</exception>
    public static NamedPipe Create(SecretFolder folder, string name, ReadOnlyMemory<byte> content)
    {
        ArgumentNullException.ThrowIfNull(folder);
        return new(folder, name, content);
    }

    /// <summary>Ends: a reader gets the end of the file; one that comes later does not wait once the folder is gone.</summary>
    public async ValueTask DisposeAsync()
    {
        int release;
        lock (_gate)
        {
            if (_stopping)
            {
                return;
            }

            _stopping = true;

            // Opening for writing waits for a reader, so the way to end that wait is to come as one.
            release = FileCalls.Open(Door, Descriptor.NonBlocking);
        }

        Ring(_stop.Write);
        if (release >= 0)
        {
            using var held = new Descriptor(release);
            await _serving;
        }

        await Task.WhenAll(_readers);
        _anchor.Dispose();
        _stop.Read.Dispose();
        _stop.Write.Dispose();
    }

    /// <summary>
    /// The very pipe that was made last, whatever a program has done to its name: plaintext must not go into a file that was put there.
    /// </summary>
    private string Door => _anchor.IsOpen ? string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{_anchor.Number}") : Path;

    private static Descriptor Anchor(string path)
    {
        const int PathOnlyLinux = 0x200000;
        return new Descriptor(OperatingSystem.IsLinux() ? FileCalls.Open(path, PathOnlyLinux) : -1);
    }

    private static Task Start(Action work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static unsafe void Ring(Descriptor bell)
    {
        byte one = 0;
        _ = Libc.Write(bell.Number, &one, 1);
    }

    private void Serve()
    {
        while (OpenForReader() is { } pipe)
        {
            lock (_gate)
            {
                if (_stopping)
                {
                    pipe.Dispose();
                    return;
                }

                // First the next pipe: a reader that has read to the end may be followed at once, and would wait for ever at this one.
                var renewed = Renew();
                _readers.Add(Start(() => Feed(pipe)));
                if (!renewed)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Waits for a reader; null when the pipe can no longer be opened.</summary>
    private Descriptor? OpenForReader()
    {
        const int WriteOnly = 1;
        int number;
        while ((number = FileCalls.Open(Door, WriteOnly)) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.Interrupted)
            {
                return null;
            }
        }

        return new Descriptor(number);
    }

    /// <summary>
    /// Puts a fresh pipe in the place of the one that has found its reader. False where the program has
    /// removed the folder: nobody can come then.
    /// </summary>
    private bool Renew()
    {
        try
        {
            var next = _folder.MakePipe($".{_name}.next");
            var anchor = Anchor(next);
            if (FileCalls.Rename(next, Path) != 0)
            {
                anchor.Dispose();
                return false;
            }

            _anchor.Dispose();
            _anchor = anchor;
            return true;
        }
        catch (SecretsKitException)
        {
            return false;
        }
    }

    /// <summary>Writes everything, unless the reader leaves or we end first.</summary>
    private unsafe void Feed(Descriptor pipe)
    {
        const short Readable = 0x1;
        const short Writable = 0x4;
        using (pipe)
        {
            pipe.MakeNonBlocking();
            var entries = stackalloc PollEntry[2];
            for (var rest = _content.Span; !rest.IsEmpty;)
            {
                entries[0] = new PollEntry { Descriptor = pipe.Number, Wanted = Writable };
                entries[1] = new PollEntry { Descriptor = _stop.Read.Number, Wanted = Readable };
                _ = Libc.Poll(entries, 2, -1);
                if (entries[1].Returned != 0)
                {
                    return;
                }

                nint count;
                fixed (byte* start = rest)
                {
                    count = Libc.Write(pipe.Number, start, rest.Length);
                }

                if (count >= 0)
                {
                    rest = rest[(int)count..];
                }
                else if (Marshal.GetLastPInvokeError() is var error && error != Errno.Again && error != Errno.Interrupted)
                {
                    return; // The reader has left: it has read what it wants.
                }
            }
        }
    }
}
