using SecretsKit.Core.Errors;

namespace SecretsKit.Platform.Processes;

/// <summary>Runs programs of the machine. The edge that tests replace.</summary>
public interface IProcessRunner
{
    /// <summary>
    /// Runs a program until it has ended. A non-zero status is a result and not an error. Descendants that outlive the program and keep its
    /// pipes open are not waited for: a second of silence after its end closes the capture.
    /// </summary>
    /// <returns>The result, given away: the caller disposes it.</returns>
    /// <exception cref="ProcessStartException">The program did not start.</exception>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.LimitExceeded"/>: it wrote more than the limit and was killed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token fired; the program and its descendants have been ended.</exception>
    ValueTask<ProcessResult> RunAsync(ProcessRequest request, CancellationToken cancellationToken);
}
