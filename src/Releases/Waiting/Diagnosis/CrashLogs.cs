using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Releases.Waiting.Diagnosis;

/// <summary>Reads the last lines of containers that ended, once for each run of a container. Not safe on several threads at once.</summary>
/// <param name="client">The server. Lent.</param>
internal sealed class CrashLogs(ApiClient client)
{
    /// <summary>Most containers whose lines are read in a wait: more do not help to see what is wrong.</summary>
    public const int MaxContainers = 10;

    private readonly Dictionary<(ResourceRef Pod, string Container, long Restarts), Reading> _read = [];

    /// <summary>A problem with what its container printed, if that is known by now; else it is asked for.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="arrived">Called when the lines are there, from any thread.</param>
    /// <param name="ct">Ends the request.</param>
    public PodProblem WithLog(PodProblem problem, Action arrived, CancellationToken ct)
    {
        if (problem.Kind is not (PodProblemKind.CrashLoop or PodProblemKind.ContainerFailed))
        {
            return problem;
        }

        var key = (problem.Subject, problem.Container, problem.Restarts);
        if (!_read.TryGetValue(key, out var reading))
        {
            if (_read.Count >= MaxContainers)
            {
                return problem;
            }

            reading = _read[key] = new();
            reading.Request = ReadAsync(problem, reading, arrived, ct);
        }

        return problem with { Log = reading.Log };
    }

    /// <summary>Ends when no request is under way.</summary>
    public async Task CompleteAsync()
    {
        foreach (var reading in _read.Values)
        {
            await reading.Request.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(PodProblem problem, Reading reading, Action arrived, CancellationToken ct)
    {
        try
        {
            using var response = await new PodLogs(problem.Subject.Namespace, problem.Subject.Name)
            {
                Container = problem.Container,
                IsPrevious = problem.Kind == PodProblemKind.CrashLoop,
                LastLines = ContainerLog.Lines,
                MaxBytes = ContainerLog.MaxBytes,
            }.OpenAsync(client, ct);
            reading.Log = new(await response.ReadContentAsync(ct));
            arrived();
        }
        catch (SecretsKitException)
        {
            // A node that does not answer, or a user who may not: what is wrong is reported without the lines.
            reading.Log = null;
        }
    }

    private sealed class Reading
    {
        private volatile ContainerLog? _log;

        public Task Request { get; set; } = Task.CompletedTask;

        public ContainerLog? Log
        {
            get => _log;
            set => _log = value;
        }
    }
}
