using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Operations;

/// <summary>How a revision begins.</summary>
/// <param name="Revision">Its number, from 1.</param>
/// <param name="Status">Its first state.</param>
/// <param name="Description">What happens.</param>
/// <param name="FirstDeployed">When the first revision of the release was made.</param>
/// <param name="Now">When this one is.</param>
internal sealed record RevisionStart(int Revision, ReleaseStatus Status, string Description, Timestamp FirstDeployed, Timestamp Now);
