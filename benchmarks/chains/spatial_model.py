"""How far the disease-mapping model lies from Markov chains of the same model, on two maps that are published.

    python -m benchmarks.chains.spatial_model [--draws 3000] [--areas]

Lip cancer in Scotland and lung cancer in Pennsylvania (tests/worlds/disease_maps.py), by the No-U-Turn sampler of
NumPyro: two chains, one seed. Model and priors are those of analysis/spatial_model.py, but sigma and phi are continuous
where that has a grid. Each map is fitted with the outlier part, as the pages have it, and without. --areas also prints
what the chains say of each area, in the form in which the tests keep it. About two minutes on one core.
"""

import argparse
import json
import sys
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from analysis import spatial_model
from tests.worlds.disease_maps import PENNSYLVANIA, SCOTLAND, DiseaseMap

# largest differences that are allowed: of the log of the median rate ratio, of a probability, and R-hat of the chains
MOST_OF_MEDIAN, MOST_OF_PROBABILITY, MOST_R_HAT = 0.07, 0.05, 1.01
NO_OUTLIERS = 1e-9
CHAINS, WARM_UP = 2, 1000


def main() -> None:
    """Print one JSON object a figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--draws", type=int, default=3000)
    parser.add_argument("--areas", action="store_true")
    arguments = parser.parse_args()
    for name, published in (("Scotland", SCOTLAND), ("Pennsylvania", PENNSYLVANIA)):
        for part, share in (("", spatial_model.OUTLIERS), (", without outliers", NO_OUTLIERS)):
            with patch.object(spatial_model, "OUTLIERS", share):
                fit = spatial_model.fit(published.observed, published.expected, published.pairs, overdispersion=1)
            draws, r_hat = chains(published, share, arguments.draws)
            medians = np.median(draws, axis=0)
            away = {
                "log of the median rate ratio": (np.log(fit.rate_ratio) - medians, MOST_OF_MEDIAN),
                "P(> 1.25)": (fit.exceeds(1.25) - above(draws, 1.25), MOST_OF_PROBABILITY),
                "P(> 1)": (fit.exceeds(1) - above(draws, 1), MOST_OF_PROBABILITY),
            }
            for what, (difference, limit) in away.items():
                say(f"{name}{part}: {what}, largest difference", np.abs(difference).max(), limit)
            say(f"{name}{part}: R-hat, largest", r_hat, MOST_R_HAT)
            if arguments.areas:
                print("medians", np.exp(medians).round(3).tolist())
                print("above", above(draws, 1.25).round(3).tolist())


def say(name: str, measured: float, limit: float) -> None:
    """Print one figure."""
    print(json.dumps({"name": name, "measured": round(float(measured), 4), "unit": "", "limit": limit}), flush=True)


def above(draws: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    """The share of draws of each area's log rate ratio that lie above this factor."""
    return np.asarray((draws > np.log(factor)).mean(axis=0))


def chains(published: DiseaseMap, outliers: float, draws: int) -> tuple[NDArray[np.float64], float]:
    """Draws of the log rate ratios (draws × areas), and the largest R-hat of these and of sigma and phi."""
    try:
        import jax
        import numpyro
        from numpyro import distributions
        from numpyro.diagnostics import split_gelman_rubin
        from numpyro.infer import MCMC, NUTS
    except ImportError:
        sys.exit("Markov chains need NumPyro: python -m pip install -c constraints.txt -r requirements-chains.txt")
    numpyro.enable_x64()
    observed, expected = np.array(published.observed), np.array(published.expected)
    areas, centre = len(observed), np.log(observed.sum() / expected.sum())
    variances, directions = np.linalg.eigh(spatial_model._scaled_neighbourhood(areas, np.array(published.pairs)))
    root = directions * np.sqrt(np.maximum(variances, 0))

    def model() -> None:
        mean = numpyro.sample("mean", distributions.Normal(0, spatial_model.MEAN_DEVIATION))
        sigma = numpyro.sample("sigma", distributions.HalfNormal(spatial_model.SIGMA_SCALE))
        phi = numpyro.sample("phi", distributions.Uniform(0, 1))
        shared = root @ numpyro.sample("shared", distributions.Normal(0, 1).expand([areas]))
        own = numpyro.sample("own", distributions.Normal(0, 1).expand([areas]))
        far = numpyro.sample("far", distributions.Normal(0, spatial_model.OUTLIER_DEVIATION).expand([areas]))
        regular = centre + mean + sigma * (phi**0.5 * shared + (1 - phi) ** 0.5 * own)
        numpyro.deterministic("regular", regular)
        # whether an area is an outlier is summed over, and drawn afterwards
        inside, outside = (
            np.log(share) + distributions.Poisson(expected * jax.numpy.exp(log_ratio)).log_prob(observed)
            for share, log_ratio in ((1 - outliers, regular), (outliers, regular + far))
        )
        numpyro.deterministic("is_outlier", jax.nn.sigmoid(outside - inside))
        numpyro.factor("counts", jax.numpy.logaddexp(inside, outside).sum())

    sampler = MCMC(
        NUTS(model, target_accept_prob=0.9),
        num_warmup=WARM_UP,
        num_samples=draws,
        num_chains=CHAINS,
        chain_method="sequential",
        progress_bar=False,
    )
    sampler.run(jax.random.PRNGKey(0))
    found = {name: np.asarray(values) for name, values in sampler.get_samples(group_by_chain=True).items()}
    outlier = np.random.default_rng(0).random(found["far"].shape) < found["is_outlier"]
    log_ratios = found["regular"] + found["far"] * outlier
    r_hat = max(float(split_gelman_rubin(values).max()) for values in (log_ratios, found["sigma"], found["phi"]))
    return log_ratios.reshape(-1, areas), r_hat


if __name__ == "__main__":
    main()
