/* Declares all checks. */
import "./adversarial-training.ts";
import "./dropout.ts";
import "./evaluation.ts";
import "./fgsm.ts";
import "./gallery.ts";
import "./inner-maxima.ts";
import "./inner-maximisers.ts";
import "./linear-fgsm.ts";
import "./losses.ts";
import "./metrics.ts";
import "./models.ts";
import "./pgd.ts";
import "./projections.ts";
import "./starts.ts";
import "./steps.ts";
import "./svm.ts";
import "./training.ts";
