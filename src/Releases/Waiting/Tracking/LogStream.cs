using System.Buffers;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Releases.Waiting.Tracking;

/// <summary>Follows what one container prints, line by line, until it ends or the wait does.</summary>
/// <param name="client">The server. Lent.</param>
/// <param name="tracker">Receives the lines.</param>
internal sealed class LogStream(ApiClient client, IWaitTracker tracker)
{
    /// <summary>Longest line, in bytes; what is longer comes in pieces.</summary>
    public const int MaxLine = 16 * 1024;

    /// <summary>How many lines before the first that is followed are read, so that a container that talks much is caught up with.</summary>
    public const int LastLines = 100;

    /// <summary>Reads until the end. A node that does not answer, or a user who may not read logs, ends it too.</summary>
    public async Task RunAsync(string place, string pod, string container, CancellationToken ct)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MaxLine);
        var held = 0;
        try
        {
            using var response = await new PodLogs(place, pod)
            {
                Container = container,
                Follows = true,
                LastLines = LastLines,
            }.OpenAsync(client, ct);
            var stream = await response.OpenContentAsync(ct);
            while (await stream.ReadAsync(buffer.AsMemory(held), ct) is var read and > 0)
            {
                held += read;
                var whole = held == buffer.Length ? held : buffer.AsSpan(0, held).LastIndexOf((byte)'\n') + 1;
                if (whole > 0)
                {
                    tracker.Print(new(pod, container, buffer.AsSpan(0, whole).ToArray(), isEnd: false));
                    buffer.AsSpan(whole, held - whole).CopyTo(buffer);
                    held -= whole;
                }
            }
        }
        catch (SecretsKitException)
        {
            // What is wrong with the objects is reported without their words.
        }
        finally
        {
            tracker.Print(new(pod, container, buffer.AsSpan(0, held).ToArray(), isEnd: true));
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }
}
