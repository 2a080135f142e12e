/* A reporter of Stryker that sends the progress to the parent process: `./robustness-lab mutation` draws the bar. */

class ProgressReporter {
  #total = 0;
  #tested = 0;

  onMutationTestingPlanReady({ mutantPlans }) {
    this.#total = mutantPlans.length;
  }

  onMutantTested() {
    this.#tested += 1;
    process.send?.({ tested: this.#tested, total: this.#total });
  }
}

export const strykerPlugins = [{ kind: "Reporter", name: "report-progress", injectableClass: ProgressReporter }];
