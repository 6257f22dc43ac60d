using SecretsKit.Charts.Rendering;

namespace SecretsKit.Charts.Releases;

/// <summary>Completes a request once chart and values are read and before anything is rendered.</summary>
/// <param name="request">What chart, values and command line say; not changed.</param>
/// <param name="cancellationToken">Ends it early.</param>
/// <returns>The request to render. Its chart may be another one.</returns>
public delegate Task<RenderRequest> RequestCompletion(RenderRequest request, CancellationToken cancellationToken);
